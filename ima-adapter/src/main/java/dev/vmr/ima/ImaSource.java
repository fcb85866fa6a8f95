package dev.vmr.ima;

import java.io.IOException;
import java.io.InputStream;

/** A list that can be read more than once. */
@FunctionalInterface
public interface ImaSource {
  /** The list from its beginning; the caller closes it. */
  InputStream open() throws IOException;

  /**
   * Gives every entry to {@code sink}.
   *
   * @throws ImaFormatException when it is truncated or malformed; the entries before were given
   */
  default void read(ImaSink sink) throws ImaFormatException, IOException {
    try (InputStream in = open()) {
      ImaReader.of(in).forEach(sink);
    }
  }
}
