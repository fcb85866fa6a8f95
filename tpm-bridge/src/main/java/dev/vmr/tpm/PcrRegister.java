package dev.vmr.tpm;

import dev.vmr.mux.Multiplexer;
import dev.vmr.record.Define;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.VirtualRegister;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The virtual register that a PCR is, and where it is logged.
 *
 * @param name the virtual register
 * @param multiplexer the owner of the physical register that it goes to
 */
public record PcrRegister(RegisterName name, Multiplexer multiplexer) {

  /**
   * What the log says of the register, if it is there.
   *
   * @param pcr the PCR that it should be
   * @param banks the banks that it should have
   * @throws IOException when the log has a register of that name that is something else
   */
  Optional<List<Digest>> replayed(int pcr, List<HashAlgorithm> banks) throws IOException {
    Optional<VirtualRegister> known = multiplexer.registers().find(name);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    boolean same =
        known.get().definition().map(Define::pcr).filter(found -> found == pcr).isPresent()
            && known.get().banks().keySet().equals(Set.copyOf(banks));
    if (!same) {
      throw new IOException(
          "the log has a register "
              + name
              + " that is not PCR "
              + pcr
              + " with the banks of this TPM");
    }
    return Optional.of(List.copyOf(known.get().banks().values()));
  }
}
