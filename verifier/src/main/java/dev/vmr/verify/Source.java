package dev.vmr.verify;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Bytes that can be read from the beginning, more than once. */
@FunctionalInterface
public interface Source {
  /** Opens them; the caller closes. */
  InputStream open() throws IOException;

  /**
   * Opens them from a place. A source that can seek does so; others read over what lies before it.
   *
   * @throws EOFException when there are fewer bytes than that
   */
  default InputStream open(long from) throws IOException {
    InputStream in = open();
    try {
      in.skipNBytes(from);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }
}
