package dev.vmr.verify;

import dev.vmr.register.Digest;
import dev.vmr.register.DigestFormatException;
import dev.vmr.register.HashAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PCR values as {@code tpm2_pcrread} prints them: a line for each bank, under it one for each PCR;
 * or as evmctl takes them: a line {@code PCR-10: hex} for each PCR, whose length tells the bank.
 */
public final class PcrValues {
  /** The largest text in bytes that anybody should give to {@link #parse}. */
  public static final int MAX_SIZE = 1 << 20;

  private static final Pattern BANK = Pattern.compile("\\s*([a-z0-9_-]+)\\s*:\\s*");
  private static final Pattern PCR =
      Pattern.compile("\\s*([0-9]|1[0-9]|2[0-3])\\s*:\\s*0x([0-9A-Fa-f]+)\\s*");
  private static final Pattern ALONE =
      Pattern.compile("\\s*PCR[- ]?0?([0-9]|1[0-9]|2[0-3])\\s*:\\s*([0-9A-Fa-f ]+)\\s*");
  private static final List<HashAlgorithm> BY_SIZE =
      List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);
  private static final int MAX_LINES = 4096;

  private PcrValues() {}

  /** One PCR of one bank. */
  public record Value(int pcr, Digest claimed) {}

  /**
   * Reads them.
   *
   * @throws EvidenceException with the line that is neither a bank nor a PCR
   */
  public static List<Value> parse(String text) throws EvidenceException {
    List<Value> values = new ArrayList<>();
    HashAlgorithm bank = null;
    int number = 0;
    for (String line : text.split("\n", MAX_LINES)) {
      number++;
      Matcher pcr = PCR.matcher(line);
      Matcher head = BANK.matcher(line);
      Matcher alone = ALONE.matcher(line);
      if (pcr.matches() && bank != null) {
        values.add(new Value(Integer.parseInt(pcr.group(1)), digest(bank, pcr.group(2), number)));
      } else if (alone.matches()) {
        String hex = alone.group(2).replace(" ", "");
        values.add(
            new Value(Integer.parseInt(alone.group(1)), digest(bySize(hex, number), hex, number)));
      } else if (head.matches()) {
        String name = head.group(1);
        int at = number;
        bank =
            HashAlgorithm.ofKernelName(name)
                .orElseThrow(
                    () -> new EvidenceException("PCR values, line " + at + ": no bank " + name));
      } else if (!line.isBlank()) {
        throw new EvidenceException(
            "PCR values, line " + number + ": neither a bank nor a PCR of one");
      }
    }
    return values;
  }

  private static HashAlgorithm bySize(String hex, int line) throws EvidenceException {
    for (HashAlgorithm algorithm : BY_SIZE) {
      if (2 * algorithm.size() == hex.length()) {
        return algorithm;
      }
    }
    throw new EvidenceException("PCR values, line " + line + ": no bank has such a value");
  }

  private static Digest digest(HashAlgorithm bank, String hex, int line) throws EvidenceException {
    try {
      return Digest.parseHex(bank, hex.toLowerCase(Locale.ROOT));
    } catch (DigestFormatException e) {
      throw new EvidenceException("PCR values, line " + line + ": " + e.getMessage());
    }
  }
}
