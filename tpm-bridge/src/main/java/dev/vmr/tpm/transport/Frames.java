package dev.vmr.tpm.transport;

import dev.vmr.tpm.command.CommandWriter;

/** The numbers of the socket protocols: 32 bits, big-endian. */
final class Frames {
  private static final byte[] DONE = {0, 0, 0, 0};

  private Frames() {}

  static int int32(byte[] data, int at) {
    return data[at] << 24
        | (data[at + 1] & 0xFF) << 16
        | (data[at + 2] & 0xFF) << 8
        | (data[at + 3] & 0xFF);
  }

  /** One number. */
  static byte[] number(int value) {
    return new CommandWriter().u32(value).toByteArray();
  }

  /** The simulator's acknowledgement: zero. */
  static byte[] done() {
    return DONE.clone();
  }

  /** The simulator's answer to a command: size, response, zero. */
  static byte[] response(byte[] response) {
    return new CommandWriter().u32(response.length).bytes(response).u32(0).toByteArray();
  }
}
