package dev.vmr.verify;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that can be read from the beginning, more than once. */
@FunctionalInterface
public interface Source {
  /** Opens them; the caller closes. */
  InputStream open() throws IOException;
}
