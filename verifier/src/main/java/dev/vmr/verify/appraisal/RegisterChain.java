package dev.vmr.verify.appraisal;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import java.util.List;

/**
 * What one bank of a register must hold, and which logs lead there.
 *
 * @param register the register
 * @param expected the quoted value, or a virtual register's proven one
 * @param replayed what the logs lead to; what the register begins with when there is none
 * @param logs the labels of the logs that were replayed one after the other
 * @param state how it ended
 */
public record RegisterChain(
    RegisterName register, Digest expected, Digest replayed, List<String> logs, State state) {

  /** How it ended. */
  public enum State {
    /** Nothing has extended it, and no log says so. */
    INITIAL("initial"),
    /** The logs lead to the value. */
    PROVEN("proven"),
    /** They lead elsewhere. */
    DIFFERS("differs"),
    /** There is no log of it. */
    UNLOGGED("unlogged");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** The stable spelling. */
    public String text() {
      return text;
    }
  }

  /** Copies the list. */
  public RegisterChain {
    logs = ImmutableList.copyOf(logs);
  }
}
