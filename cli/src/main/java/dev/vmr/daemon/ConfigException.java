package dev.vmr.daemon;

/** A configuration file is not what docs/daemon.md, section 1, says. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * States where and why.
   *
   * @param line the line, from 1, or 0 when the whole file is meant
   * @param reason what is wrong there
   */
  public ConfigException(int line, String reason) {
    super(line > 0 ? "line " + line + ": " + reason : reason);
  }
}
