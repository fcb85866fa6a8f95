package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One or several TCG_PCClientTaggedEvent: a number that says what follows, a size, and bytes.
 *
 * @param events in their order
 */
public record TaggedEvents(List<Tagged> events) implements BootContent {
  /** The tag of the attestation agent of Confidential Containers, on the wire {@code LEAA}. */
  public static final long AAEL = 0x4141454CL;

  /** A tag and its size. */
  public static final int HEAD = 8;

  private static final int MAX_EVENTS = 4096;
  private static final Map<Long, String> NAMES =
      ImmutableMap.<Long, String>builder()
          .put(0x8F3B22EDL, "linux load-options")
          .put(0x8F3B22ECL, "linux initrd")
          .put(AAEL, "aael")
          .put(0xF5BC582AL, "systemd loader.conf")
          .put(0xD5CB7CBCL, "systemd smbios-type1")
          .put(0xE0D47BC8L, "systemd smbios-type2")
          .put(0xC0B3BD23L, "systemd smbios-type11")
          .put(0x6C46F751L, "systemd devicetree-addon")
          .put(0x49DFFE0FL, "systemd initrd-addon")
          .put(0xDAC08E1AL, "systemd ucode-addon")
          .buildOrThrow();

  /** Copies the list. */
  public TaggedEvents {
    events = ImmutableList.copyOf(events);
  }

  /**
   * One of them.
   *
   * @param tag says what the data is
   * @param data what it says: text, or hex
   */
  public record Tagged(long tag, String data) {
    String name() {
      String windows = WindowsTags.name(tag);
      return NAMES.getOrDefault(tag, windows.isEmpty() ? Texts.hex(tag) : windows);
    }
  }

  /** Whether data is nothing but tagged events. */
  static boolean fills(byte[] data) {
    try {
      return !((TaggedEvents) of(data)).events().isEmpty();
    } catch (InvalidDataException e) {
      return false;
    }
  }

  static BootContent of(byte[] data) throws InvalidDataException {
    DataReader in = new DataReader(data);
    List<Tagged> events = new ArrayList<>();
    while (in.remaining() > 0) {
      if (events.size() == MAX_EVENTS) {
        throw new InvalidDataException("more than " + MAX_EVENTS + " tagged events");
      }
      long tag = in.u32("a tag");
      byte[] bytes = in.bytes(in.u32("the size of a tagged event"), "a tagged event");
      events.add(new Tagged(tag, data(tag, bytes)));
    }
    return new TaggedEvents(events);
  }

  private static String data(long tag, byte[] bytes) {
    if (tag == AAEL) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    if (NAMES.containsKey(tag)) {
      BootContent text = TextData.of(bytes);
      return text instanceof TextData string ? string.string() : Texts.hex(bytes);
    }
    return Texts.hex(bytes);
  }

  @Override
  public String text() {
    List<String> each =
        events.stream().limit(8).map(event -> event.name() + ": " + event.data()).toList();
    return Texts.line(String.join("; ", each));
  }

  @Override
  public Map<String, Object> fields() {
    ImmutableList.Builder<Map<String, Object>> list = ImmutableList.builder();
    for (Tagged each : events) {
      ImmutableMap.Builder<String, Object> fields =
          ImmutableMap.<String, Object>builder()
              .put("tag", Texts.hex(each.tag()))
              .put("name", each.name())
              .put("data", each.data());
      if (each.tag() == AAEL) {
        String[] words = each.data().split(" ", 3);
        if (words.length == 3) {
          fields.put("domain", words[0]).put("operation", words[1]).put("content", words[2]);
        }
      }
      list.add(fields.buildOrThrow());
    }
    return ImmutableMap.of("is", "tagged-events", "events", list.build());
  }
}
