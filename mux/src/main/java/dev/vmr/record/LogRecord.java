package dev.vmr.record;

/**
 * One record of an event log (docs/log-format.md, section 5).
 *
 * <p>The set is closed: the format's version 1 has these and no others. What the world adds is an
 * {@link Event}, stored and authenticated but not interpreted.
 */
public sealed interface LogRecord permits Sync, Begin, Define, Extend, Reset, Lock, Event {

  /** The largest record in bytes, without its LF (docs/log-format.md, section 1). */
  int MAX_LENGTH = 4095;

  /** Which record this is, for switches that the compiler checks for completeness. */
  enum Kind {
    /** A {@link Sync}: the physical register's value before the line. */
    SYNC,
    /** A {@link Begin}: the format's version, the boot and the register. */
    BEGIN,
    /** A {@link Define}: a virtual register that is more than its first extension says. */
    DEFINE,
    /** An {@link Extend}: digests for the banks of a virtual register. */
    EXTEND,
    /** A {@link Reset}: a virtual register begins anew. */
    RESET,
    /** A {@link Lock}: a virtual register is extended no more. */
    LOCK,
    /** An {@link Event}: what somebody else has to say. */
    EVENT
  }

  /** Which record this is. */
  Kind kind();

  /** The record's one spelling, without LF. */
  String format();

  /**
   * Parses one line without its LF.
   *
   * @throws RecordFormatException with column and reason when the line is not the one spelling of a
   *     record
   */
  static LogRecord parse(String line) throws RecordFormatException {
    return new RecordParser(line).parse();
  }
}
