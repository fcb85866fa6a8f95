package dev.vmr.tpm.command;

/** A command is answered with a response code other than success. Carries no stack trace. */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * Refuses the command.
   *
   * @param code the response code, decorated
   */
  public CommandException(int code) {
    super(String.format("TPM_RC 0x%03x", code), null, false, false);
    this.code = code;
  }

  /** The response code. */
  public int code() {
    return code;
  }
}
