package dev.vmr.ima;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.jspecify.annotations.Nullable;

/** Gives the entries of a list one after the other, in memory for one. */
public interface ImaReader {
  /**
   * The next entry.
   *
   * @return it, valid until the next call ({@link ImaEntry#toBytes} copies); null at the end
   * @throws ImaFormatException when the list is truncated or malformed here
   * @throws IOException when reading fails
   */
  @Nullable ImaEntry next() throws ImaFormatException, IOException;

  /**
   * A reader of a list in whichever form it has (docs/ima.md, sections 1 to 3).
   *
   * @throws ImaFormatException when it has none of them
   */
  static ImaReader of(InputStream list) throws ImaFormatException, IOException {
    PushbackInputStream in = new PushbackInputStream(list, AsciiImaReader.HEAD);
    byte[] head = new byte[AsciiImaReader.HEAD];
    int length = in.readNBytes(head, 0, head.length);
    in.unread(head, 0, length);
    return AsciiImaReader.recognises(head, length)
        ? new AsciiImaReader(in)
        : BinaryImaReader.open(in);
  }

  /** Gives all entries that are left to {@code sink}. */
  default void forEach(ImaSink sink) throws ImaFormatException, IOException {
    for (ImaEntry entry = next(); entry != null; entry = next()) {
      sink.entry(entry);
    }
  }
}
