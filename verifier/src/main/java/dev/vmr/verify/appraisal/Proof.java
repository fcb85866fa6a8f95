package dev.vmr.verify.appraisal;

/**
 * A step of an appraisal that has succeeded. It proves something if the whole is accepted.
 *
 * @param code stable, for programs (docs/verification.md, section 7)
 * @param subject the register or log that it is about
 * @param text for people
 */
public record Proof(String code, String subject, String text) {
  @Override
  public String toString() {
    return "proven " + code + ", " + subject + ": " + text;
  }
}
