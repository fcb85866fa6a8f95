package dev.vmr.daemon.varlink;

import java.io.IOException;

/** One varlink interface, for one connection. */
public interface VarlinkInterface {

  /** Its name, such as {@code org.varlink.service}. */
  String name();

  /** Its definition in the interface definition language. */
  String description();

  /**
   * Answers one call, through {@link VarlinkCall#reply}.
   *
   * @throws VarlinkException the error reply
   * @throws IOException when the connection fails
   */
  void call(VarlinkCall call) throws VarlinkException, IOException;
}
