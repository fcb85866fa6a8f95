package dev.vmr.tpm.command;

/**
 * The first ten bytes of a command or a response (Part 1, section 18): tag, size, code.
 *
 * @param tag TPM_ST, 16 bits
 * @param size of the whole command or response, the header included
 * @param code the command code, or the response code
 */
public record CommandHeader(int tag, long size, int code) {
  /** The size of a header in bytes. */
  public static final int SIZE = 10;

  /** Where the size field is. */
  public static final int SIZE_OFFSET = 2;

  /** No sessions: no authorization area. */
  public static final int NO_SESSIONS = 0x8001;

  /** Sessions: an authorization area. */
  public static final int SESSIONS = 0x8002;

  /**
   * Reads a header.
   *
   * @throws CommandException INSUFFICIENT when there are fewer than ten bytes
   */
  public static CommandHeader parse(byte[] data) throws CommandException {
    CommandReader reader = new CommandReader(data, 0, data.length);
    return new CommandHeader(reader.u16(), reader.u32(), reader.i32());
  }

  /** A response that is only a header. */
  public static byte[] response(int tag, int responseCode) {
    return new CommandWriter().u16(tag).u32(SIZE).u32(responseCode).toByteArray();
  }

  /** The command code of a command; 0, which no command has, when it is too short for one. */
  public static int code(byte[] command) {
    return command.length < SIZE ? 0 : last(command);
  }

  private static int last(byte[] data) {
    return data[6] << 24 | (data[7] & 0xFF) << 16 | (data[8] & 0xFF) << 8 | (data[9] & 0xFF);
  }

  /** The response code of a response; FAILURE when it is too short to have one. */
  public static int responseCode(byte[] response) {
    if (response.length < SIZE) {
      return ResponseCode.FAILURE;
    }
    return last(response);
  }
}
