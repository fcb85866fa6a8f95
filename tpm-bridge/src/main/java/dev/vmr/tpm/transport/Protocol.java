package dev.vmr.tpm.transport;

import java.io.IOException;

/** What is spoken on a connection. */
interface Protocol {
  /**
   * Serves a client until he or the protocol is done; whoever calls closes the connection.
   *
   * @throws IOException when the connection fails, which concerns this client alone
   */
  void serve(Connection connection) throws IOException;
}
