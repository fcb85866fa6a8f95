package dev.vmr.ima.follow;

import dev.vmr.mux.Multiplexer;
import dev.vmr.mux.RefusedException;
import dev.vmr.record.Define;
import dev.vmr.record.Event;
import dev.vmr.record.InitialValue;
import dev.vmr.record.Subject;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.VirtualRegister;
import java.io.IOException;
import java.util.Optional;

/** The register that a list is followed into, and that nobody else may extend. */
final class FollowedRegister {
  /** The event that says that entries may be missing behind so many extensions. */
  static final String GAP = "ima.gap";

  private final FollowConfig config;
  private final Multiplexer multiplexer;

  /** How many extensions it has if nobody else has extended it. */
  private long extensions;

  FollowedRegister(FollowConfig config, Multiplexer multiplexer) {
    this.config = config;
    this.multiplexer = multiplexer;
  }

  /**
   * Defines it if it is not there.
   *
   * @throws FollowException when it is there as something else
   */
  void define() throws FollowException, RefusedException, IOException {
    Define wanted = new Define(name(), config.banks(), null, InitialValue.ZEROS, false);
    Optional<VirtualRegister> known = multiplexer.registers().find(name());
    if (known.isEmpty()) {
      multiplexer.submit(wanted);
      return;
    }
    Integer pcr = known.get().definition().map(Define::pcr).orElse(null);
    if (pcr != null) {
      throw new FollowException(
          name()
              + " is PCR "
              + pcr
              + " of a TPM in the log: whoever has the TPM"
              + " extends it, and the follower cannot do so too");
    }
    if (!known.get().definition().equals(Optional.of(wanted))) {
      throw new FollowException(
          name() + " is in the log already, and not with the follower's banks");
    }
  }

  RegisterName name() {
    return config.register();
  }

  /** How it stands. */
  VirtualRegister now() {
    return multiplexer
        .registers()
        .find(name())
        .orElseThrow(() -> new IllegalStateException(name() + " has gone"));
  }

  /** What it was extended by, by the bank that collides least. */
  History history() throws IOException {
    return History.of(multiplexer, name(), strongestBank());
  }

  /** The index of the bank with the longest digests. */
  int strongestBank() {
    int strongest = 0;
    for (int i = 1; i < config.banks().size(); i++) {
      if (config.banks().get(i).size() > config.banks().get(strongest).size()) {
        strongest = i;
      }
    }
    return strongest;
  }

  /** From here on the follower knows how many extensions there are. */
  void found() {
    extensions = now().extensions();
  }

  void extend(NewEntry entry) throws FollowException, RefusedException, IOException {
    if (now().extensions() == extensions) {
      multiplexer.submit(entry.record(name()));
      extensions++;
    }
    if (now().extensions() != extensions) {
      throw new FollowException("somebody else extends " + name() + " too");
    }
  }

  /** Says in the log that entries may be missing here. */
  void gap() throws RefusedException, IOException {
    multiplexer.submit(new Event(Subject.of(name()), GAP, "after/" + now().extensions()));
  }
}
