package dev.vmr.log;

/**
 * What takes the lines of a log, in the order of the file. Blank lines and comments are left out.
 */
public interface LineSink {

  /**
   * One record, whole and without its LF; its content is not judged.
   *
   * @param line the number of the line, from 1, blank lines and comments counted
   * @param buffer holds the record until this method returns
   * @param offset where it begins
   * @param length its length, 1 to 4,095
   */
  void record(long line, byte[] buffer, int offset, int length);

  /**
   * The last line of the log, when it has no LF.
   *
   * @param line its number
   * @param buffer holds the bytes until this method returns
   * @param offset where they begin
   * @param length how many there are, 1 to 4,095
   */
  void torn(long line, byte[] buffer, int offset, int length);

  /** A line, not a comment, that is longer than a record may be. No line follows it. */
  void tooLong(long line);
}
