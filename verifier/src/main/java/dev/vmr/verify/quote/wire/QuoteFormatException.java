package dev.vmr.verify.quote.wire;

import dev.vmr.verify.Finding;

/** A quote of a known kind cannot be read to its end. The message gives place and reason. */
public final class QuoteFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  /** States what is wrong with a structure. */
  public QuoteFormatException(String reason) {
    super(reason);
  }

  /** States what is wrong at an offset of a structure. */
  public QuoteFormatException(String structure, long offset, String reason) {
    super(structure + ", offset " + offset + ": " + reason);
  }

  /** What a verdict says about it. */
  public Finding finding() {
    return Finding.error("quote-malformed", String.valueOf(getMessage()));
  }
}
