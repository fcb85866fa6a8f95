package dev.vmr.verify;

import org.jspecify.annotations.Nullable;

/**
 * Something that verification has found (docs/verification.md, section 3).
 *
 * @param code stable, for programs
 * @param severity what it does to the verdict
 * @param line the line of the event log that it is about, from 1, or null
 * @param text for people
 * @param entry the entry of an IMA list that it is about, or null
 */
public record Finding(
    String code, Severity severity, @Nullable Long line, String text, @Nullable ListEntry entry) {

  /** What a finding does to the verdict. */
  public enum Severity {
    INFO("info"),
    WARNING("warning"),
    /** The evidence is rejected. */
    ERROR("error");

    private final String text;

    Severity(String text) {
      this.text = text;
    }

    /** The stable spelling. */
    public String text() {
      return text;
    }
  }

  /** One that is not about an entry of an IMA list. */
  public Finding(String code, Severity severity, @Nullable Long line, String text) {
    this(code, severity, line, text, null);
  }

  /** An error that is about the evidence as a whole. */
  public static Finding error(String code, String text) {
    return new Finding(code, Severity.ERROR, null, text);
  }

  /** An error at a line. */
  public static Finding error(String code, long line, String text) {
    return new Finding(code, Severity.ERROR, line, text);
  }

  /** Something worth knowing. */
  public static Finding info(String code, String text) {
    return new Finding(code, Severity.INFO, null, text);
  }

  /** {@code severity code, line n: text}. */
  @Override
  public String toString() {
    String place = line == null ? "" : ", line " + line;
    return severity.text() + " " + code + place + ": " + text;
  }
}
