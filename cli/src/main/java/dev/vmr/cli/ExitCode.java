package dev.vmr.cli;

/** The exit codes of every command. */
final class ExitCode {
  /** Done, or accepted. */
  static final int OK = 0;

  /** The evidence is rejected; a check found something. */
  static final int REJECTED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** A file cannot be read or is not what it should be. */
  static final int INPUT = 3;

  /** The daemon cannot be reached, cannot start, or refuses. */
  static final int DAEMON = 4;

  /** A defect of vmr or too little memory: no verdict at all (EX_SOFTWARE of sysexits.h). */
  static final int DEFECT = 70;

  private ExitCode() {}
}
