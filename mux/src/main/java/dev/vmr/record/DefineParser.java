package dev.vmr.record;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses the operands of a definition, which have one order and so one spelling: banks, then a PCR,
 * then an initial value, then {@code resettable} (docs/log-format.md, section 5).
 */
final class DefineParser {
  private static final String ORDER =
      "expected each bank once, then pcr/<n>, init/<xx>, resettable, if at all";

  /** What may come next; nothing comes after something later. */
  private enum Stage {
    BANKS,
    PCR,
    INITIAL,
    RESETTABLE
  }

  private final Words words;
  private final Set<HashAlgorithm> seen = EnumSet.noneOf(HashAlgorithm.class);
  private final ImmutableList.Builder<HashAlgorithm> banks = ImmutableList.builder();
  private @Nullable Integer pcr;
  private InitialValue initial = InitialValue.ZEROS;
  private boolean resettable;
  private Stage stage = Stage.BANKS;

  /** Stands on the word {@code define}. */
  DefineParser(Words words) {
    this.words = words;
  }

  Define parse(RegisterName name) throws RecordFormatException {
    while (words.hasMore()) {
      words.advance("an operand");
      operand();
    }
    if (seen.isEmpty()) {
      throw words.problem("a definition names at least one bank");
    }
    return new Define(name, banks.build(), pcr, initial, resettable);
  }

  private void operand() throws RecordFormatException {
    Optional<HashAlgorithm> bank = HashAlgorithm.ofKernelName(words.word());
    if (bank.isPresent() && stage == Stage.BANKS && seen.add(bank.get())) {
      banks.add(bank.get());
    } else if (words.startsWith(Define.PCR_PREFIX) && stage.compareTo(Stage.PCR) < 0) {
      pcr = pcr();
      stage = Stage.PCR;
    } else if (words.startsWith(InitialValue.PREFIX) && stage.compareTo(Stage.INITIAL) < 0) {
      initial = InitialValue.parse(words);
      if (initial.equals(InitialValue.ZEROS)) {
        throw words.problem("zeros are not spelled out in a definition");
      }
      stage = Stage.INITIAL;
    } else if (words.is("resettable") && stage.compareTo(Stage.RESETTABLE) < 0) {
      resettable = true;
      stage = Stage.RESETTABLE;
    } else {
      throw words.problem(ORDER);
    }
  }

  private int pcr() throws RecordFormatException {
    String number = words.after(Define.PCR_PREFIX);
    for (int candidate = 0; candidate <= Define.MAX_PCR; candidate++) {
      if (Integer.toString(candidate).equals(number)) {
        return candidate;
      }
    }
    throw words.problem("a PCR is a decimal number from 0 to " + Define.MAX_PCR);
  }
}
