package dev.vmr.verify.appraisal;

import com.google.common.collect.ImmutableListMultimap;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import java.util.Map;
import java.util.Optional;

/** The quoted registers that running software can extend, and that logs must therefore explain. */
final class RuntimeRegisters {
  /** Below it the PCRs of a Nitro enclave are set at its launch. */
  private static final int FIRST_OF_NITRO = 16;

  private RuntimeRegisters() {}

  /** Their values, by bank, in the order of the quote. */
  static ImmutableListMultimap<RegisterName, Digest> of(QuotedRegisters quoted) {
    ImmutableListMultimap.Builder<RegisterName, Digest> all = ImmutableListMultimap.builder();
    for (Map.Entry<String, QuotedValue> each : quoted.registers().entries()) {
      Optional<Digest> value = each.getValue().digest();
      Optional<RegisterName> name = RegisterName.tryParse(each.getKey());
      if (value.isPresent() && name.isPresent() && isExtended(quoted.platform(), each.getKey())) {
        all.put(name.get(), value.get());
      }
    }
    return all.build();
  }

  /**
   * Whether running software can extend a register of that name. Of a value that was given without
   * a quote, whoever gave it knows what it is of.
   */
  static boolean isOne(QuotedPlatform platform, String name) {
    return platform == QuotedPlatform.UNKNOWN || isExtended(platform, name);
  }

  private static boolean isExtended(QuotedPlatform platform, String name) {
    if (platform == QuotedPlatform.NITRO) {
      return name.matches("pcr[0-9]{1,2}")
          && Integer.parseInt(name.substring("pcr".length())) >= FIRST_OF_NITRO;
    }
    return name.matches("rtmr[0-9]|rem[0-9]|pcr[0-9]{1,2}");
  }
}
