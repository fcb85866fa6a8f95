package dev.vmr.verify;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.Digest;
import java.util.List;

/**
 * The value that a quote gives for a register.
 *
 * @param value the value; worth as much as the findings leave of it
 * @param findings what is to be said about the quote
 */
public record QuotedRegister(Digest value, List<Finding> findings) {

  /** Copies the list. */
  public QuotedRegister {
    findings = ImmutableList.copyOf(findings);
  }

  /** A value from a quote that somebody else has verified. */
  public static QuotedRegister verifiedElsewhere(Digest value) {
    return new QuotedRegister(value, List.of());
  }
}
