package dev.vmr.mux;

import dev.vmr.platform.PhysicalRegister;
import dev.vmr.platform.RegisterDescription;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.register.RegisterName;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A register in memory that does what a test tells it at its next extends. */
final class FaultyRegister implements PhysicalRegister {
  /** What an extend does. */
  enum Act {
    EXTEND,
    FAIL_BEFORE,
    FAIL_AFTER,
    FAIL_FOREIGN
  }

  private final Deque<Act> acts = new ArrayDeque<>();
  private RegisterBank bank = RegisterBank.zero(HashAlgorithm.SHA384);
  private boolean unreadable;

  void next(Act... planned) {
    acts.addAll(List.of(planned));
  }

  void set(Digest value) {
    bank = new RegisterBank(value);
  }

  void unreadable(boolean value) {
    unreadable = value;
  }

  @Override
  public RegisterDescription describe() {
    return new RegisterDescription(
        new RegisterName("rtmr3"), 3, HashAlgorithm.SHA384, true, true, true);
  }

  @Override
  public synchronized Digest read() throws IOException {
    if (unreadable) {
      throw new IOException("unreadable");
    }
    return bank.value();
  }

  @Override
  public synchronized void extend(Digest digest) throws IOException {
    Act act = acts.isEmpty() ? Act.EXTEND : acts.remove();
    if (act == Act.FAIL_FOREIGN) {
      bank = bank.extendedBy(Digest.zero(HashAlgorithm.SHA384));
    }
    if (act != Act.FAIL_BEFORE) {
      bank = bank.extendedBy(digest);
    }
    if (act != Act.EXTEND) {
      throw new IOException("injected " + act);
    }
  }
}
