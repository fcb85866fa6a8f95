package dev.vmr.verify;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a quote says, and what is to be said about it (docs/quotes.md, section 1). The values are
 * worth what the findings leave of them: they are proven when {@link #accepted}.
 *
 * @param platform whose quote it is
 * @param registers by the platform's own names in the quote's order; a PCR has a value for each
 *     bank
 * @param reportData what the asker gave: report data, nonce, challenge, qualifying data; null when
 *     the quote has no place for it or it is empty
 * @param claims what else the quote says, as text by stable names: {@code debug}, {@code
 *     tcb_status}, versions; bytes are lower-case hex
 * @param findings in the order in which they were found
 */
public record QuotedRegisters(
    QuotedPlatform platform,
    ImmutableListMultimap<String, QuotedValue> registers,
    @Nullable QuotedValue reportData,
    ImmutableMap<String, String> claims,
    List<Finding> findings) {

  /** Copies the list; a finding that is there twice counts once. */
  public QuotedRegisters {
    Objects.requireNonNull(registers);
    findings = ImmutableList.copyOf(new LinkedHashSet<>(findings));
  }

  /** Evidence of which nothing is left but why. */
  public static QuotedRegisters rejected(QuotedPlatform platform, Finding why) {
    return new QuotedRegisters(
        platform, ImmutableListMultimap.of(), null, ImmutableMap.of(), List.of(why));
  }

  /** Whether nothing speaks against the quote. */
  public boolean accepted() {
    return findings.stream().noneMatch(each -> each.severity() == Finding.Severity.ERROR);
  }

  /** The value of a register in the bank of that algorithm, or its bytes if they are that many. */
  public Optional<Digest> digest(String register, HashAlgorithm algorithm) {
    return registers.get(register).stream()
        .flatMap(value -> value.as(algorithm).stream())
        .findFirst();
  }

  /** The only measured value of a register; empty when there is none or more than one. */
  public Optional<Digest> digest(String register) {
    List<QuotedValue> values = registers.get(register);
    return values.size() == 1 ? values.get(0).digest() : Optional.empty();
  }

  /** The only value of a register, measured or not; empty when there is none or more than one. */
  public Optional<QuotedValue> value(String register) {
    List<QuotedValue> values = registers.get(register);
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  /**
   * A register for {@link Verification}, with all the findings.
   *
   * @throws EvidenceException when the quote has no such measured register
   */
  public QuotedRegister register(String name) throws EvidenceException {
    Digest value =
        digest(name)
            .orElseThrow(
                () ->
                    new EvidenceException(
                        findings.isEmpty() || !registers.isEmpty()
                            ? "the quote has no register " + name
                            : findings.get(0).text()));
    return new QuotedRegister(value, findings);
  }

  /** The same with more findings. */
  public QuotedRegisters with(List<Finding> more) {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(more);
    return new QuotedRegisters(platform, registers, reportData, claims, all);
  }

  /** A claim, if the quote makes it. */
  public Optional<String> claim(String name) {
    return Optional.ofNullable(((Map<String, String>) claims).get(name));
  }
}
