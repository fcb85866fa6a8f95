package dev.vmr.verify.appraisal;

import dev.vmr.register.Digest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first place at which two accounts of one register part.
 *
 * @param register the register
 * @param number which extension of it, from 1
 * @param left the first account
 * @param right the other one
 */
public record LogDifference(String register, long number, Side left, Side right) {

  /**
   * What one account says.
   *
   * @param label the log
   * @param place where in it, for people; empty when it has ended
   * @param digest what it extends by, or null when it has ended
   * @param text what the event claims, in printable ASCII
   */
  public record Side(String label, String place, @Nullable Digest digest, String text) {
    static Side ended(String label) {
      return new Side(label, "", null, "");
    }

    /** The digest, unless the account has ended. */
    public Optional<Digest> extension() {
      return Optional.ofNullable(digest);
    }

    @Override
    public String toString() {
      return digest == null ? label + " ends" : label + " (" + place + ") says " + digest;
    }
  }

  @Override
  public String toString() {
    return "extension " + number + " of " + register + ": " + left + ", " + right;
  }
}
