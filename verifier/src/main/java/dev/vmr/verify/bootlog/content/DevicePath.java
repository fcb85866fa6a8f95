package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/**
 * A device path (UEFI 2.10, section 10).
 *
 * @param nodes their texts in order, as section 10.6 writes them where it is known here
 */
public record DevicePath(List<String> nodes) {
  private static final int MAX_NODES = 256;
  private static final int HEAD = 4;
  private static final int END = 0x7F;
  private static final int END_ENTIRE = 0xFF;

  /** Copies the list. */
  public DevicePath {
    nodes = ImmutableList.copyOf(nodes);
  }

  /** Reads nodes until the one that ends the path; what is left of the part is not looked at. */
  static DevicePath of(DataReader in) throws InvalidDataException {
    List<String> nodes = new ArrayList<>();
    while (in.remaining() > 0) {
      if (nodes.size() == MAX_NODES) {
        throw new InvalidDataException("a device path of more than " + MAX_NODES + " nodes");
      }
      int type = in.u8("a device path node");
      int subtype = in.u8("a device path node");
      int size = in.u16("a device path node");
      if (size < HEAD) {
        throw new InvalidDataException("a device path node of impossible size");
      }
      DataReader node = in.part(size - HEAD, "a device path node");
      if (type == END) {
        if (subtype == END_ENTIRE) {
          break;
        }
        nodes.add(",");
      } else {
        nodes.add(DevicePathNodes.text(type, subtype, node));
      }
    }
    return new DevicePath(nodes);
  }

  /** The nodes, parted by slashes. */
  String text() {
    return String.join("/", nodes);
  }
}
