package dev.vmr.record;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code <name> define <banks> [pcr/<n>] [init/<xx>] [resettable]}: creates a virtual register.
 *
 * @param name the register
 * @param banks at least one, each once
 * @param pcr the TPM PCR that shows the register, 0 to 23, or null when none does
 * @param initial what every bank begins with
 * @param resettable whether a {@link Reset} is allowed
 */
public record Define(
    RegisterName name,
    List<HashAlgorithm> banks,
    @Nullable Integer pcr,
    InitialValue initial,
    boolean resettable)
    implements LogRecord {
  static final String PCR_PREFIX = "pcr/";
  static final int MAX_PCR = 23;

  /**
   * Checks banks and PCR.
   *
   * @throws IllegalArgumentException when there is no bank, a bank twice, or a PCR above 23
   */
  public Define {
    banks = ImmutableList.copyOf(banks);
    if (banks.isEmpty()) {
      throw new IllegalArgumentException("a definition names at least one bank");
    }
    if (new HashSet<>(banks).size() != banks.size()) {
      throw new IllegalArgumentException("a definition names each bank once");
    }
    if (pcr != null && (pcr < 0 || pcr > MAX_PCR)) {
      throw new IllegalArgumentException("a PCR has a number from 0 to " + MAX_PCR);
    }
  }

  @Override
  public Kind kind() {
    return Kind.DEFINE;
  }

  @Override
  public String format() {
    StringBuilder line = new StringBuilder(name + " define");
    banks.forEach(bank -> line.append(' ').append(bank));
    if (pcr != null) {
      line.append(' ').append(PCR_PREFIX).append(pcr.intValue());
    }
    if (!initial.equals(InitialValue.ZEROS)) {
      line.append(' ').append(initial.format());
    }
    return resettable ? line.append(" resettable").toString() : line.toString();
  }
}
