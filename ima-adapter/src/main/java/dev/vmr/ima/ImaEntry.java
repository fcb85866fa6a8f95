package dev.vmr.ima;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RunningBank;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One entry of a list, looked at where the reader has it: a million of them leave no garbage.
 *
 * <p>What it gives is claimed until the list has been compared with a register.
 */
public final class ImaEntry {
  private static final int LEGACY_DIGEST = 20;
  private static final int LEGACY_PADDED_NAME = 256;

  final ImaListForm form;
  byte[] buffer = {};
  int start;
  int end;
  int dataStart;
  long number;
  int pcr;
  ImaTemplate template = ImaTemplate.of(ImaTemplate.IMA);
  boolean opaque;

  ImaEntry(ImaListForm form) {
    this.form = form;
  }

  /** The number of the entry in its list, from 1. */
  public long number() {
    return number;
  }

  /** The PCR that the kernel extended. */
  public int pcr() {
    return pcr;
  }

  public ImaTemplate template() {
    return template;
  }

  /** The algorithm of the template digest. */
  public HashAlgorithm algorithm() {
    return form.algorithm();
  }

  /** The template digest as the list has it. */
  public Digest templateDigest() {
    return Digest.of(form.algorithm(), buffer, start + 4);
  }

  /** Whether the entry records a violation instead of a file: its template digest is zeros. */
  public boolean violation() {
    for (int i = 0; i < form.algorithm().size(); i++) {
      if (buffer[start + 4 + i] != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether only the template digest is known, and not the data that it is the hash of: an entry of
   * an ASCII list that lost something.
   */
  public boolean opaque() {
    return opaque;
  }

  /**
   * The hash of the entry's data, which the kernel extends into the bank of that algorithm.
   *
   * @throws IllegalStateException when the entry is opaque
   */
  public Digest hash(HashAlgorithm bank) {
    if (opaque) {
      throw new IllegalStateException("the data of entry " + number + " is not known");
    }
    if (!template.legacy()) {
      return bank.hash(buffer, dataStart, end - dataStart);
    }
    byte[] padded = new byte[LEGACY_DIGEST + LEGACY_PADDED_NAME];
    System.arraycopy(buffer, dataStart, padded, 0, LEGACY_DIGEST);
    int name = dataStart + LEGACY_DIGEST + 4;
    System.arraycopy(buffer, name, padded, LEGACY_DIGEST, end - name);
    return bank.hash(padded);
  }

  /** Extends a bank by {@link #hash}, without garbage. */
  void extend(RunningBank bank) {
    if (template.legacy()) {
      bank.extend(hash(bank.algorithm()));
    } else {
      bank.extendByHashOf(buffer, dataStart, end - dataStart);
    }
  }

  /** The path, or what stands in its place; empty when the template has none that is known. */
  public Optional<String> path() {
    int wanted = template.pathField();
    if (wanted < 0 || opaque) {
      return Optional.empty();
    }
    if (template.legacy()) {
      int name = dataStart + LEGACY_DIGEST + 4;
      return Optional.of(text(name, end));
    }
    int at = dataStart;
    for (int field = 0; at + 4 <= end; field++) {
      long length = form.number(buffer, at);
      if (length > end - at - 4) {
        return Optional.empty();
      }
      if (field == wanted) {
        return Optional.of(text(at + 4, at + 4 + (int) length));
      }
      at += 4 + (int) length;
    }
    return Optional.empty();
  }

  private String text(int from, int to) {
    int stop = to > from && buffer[to - 1] == 0 ? to - 1 : to;
    return new String(buffer, from, stop - from, StandardCharsets.UTF_8);
  }

  /** The entry as it stands in a binary list. */
  public byte[] toBytes() {
    return Arrays.copyOfRange(buffer, start, end);
  }
}
