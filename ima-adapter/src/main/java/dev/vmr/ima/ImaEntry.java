package dev.vmr.ima;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RunningBank;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One entry of a list, looked at where the reader has it: a million of them leave no garbage.
 *
 * <p>What it gives is claimed until the list has been compared with a register.
 */
public final class ImaEntry {
  /** The template {@code ima} hashes a digest of this size and a name padded to the other. */
  static final int LEGACY_DIGEST = 20;

  private static final int LEGACY_PADDED_NAME = 256;

  ImaListForm form;
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

  /** Which fields it has. */
  public ImaTemplate template() {
    return template;
  }

  /** The algorithm of the template digest. */
  public HashAlgorithm algorithm() {
    return form.algorithm();
  }

  /** The byte order of the numbers in its fields. */
  public ByteOrder order() {
    return form.order();
  }

  /** The template digest as the list has it. */
  public Digest templateDigest() {
    return Digest.of(form.algorithm(), buffer, start + 4);
  }

  /** The bytes of the template digest, taken for a digest of that algorithm. */
  Digest templateDigestIn(HashAlgorithm algorithm) {
    return Digest.of(algorithm, buffer, start + 4);
  }

  /** Where the template digest is in {@link #buffer}. */
  int digestStart() {
    return start + 4;
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
    return template.legacy()
        ? bank.hash(legacyInput())
        : bank.hash(buffer, dataStart, end - dataStart);
  }

  private byte[] legacyInput() {
    byte[] padded = new byte[LEGACY_DIGEST + LEGACY_PADDED_NAME];
    System.arraycopy(buffer, dataStart, padded, 0, LEGACY_DIGEST);
    int name = dataStart + LEGACY_DIGEST + 4;
    System.arraycopy(buffer, name, padded, LEGACY_DIGEST, end - name);
    return padded;
  }

  /** Extends a bank by {@link #hash}, without garbage. */
  void extend(RunningBank bank) {
    if (template.legacy()) {
      byte[] padded = legacyInput();
      bank.extendByHashOf(padded, 0, padded.length);
    } else {
      bank.extendByHashOf(buffer, dataStart, end - dataStart);
    }
  }

  /** Whether the template digest is the hash of the data, by the real or by the padded rule. */
  public boolean digestIsOfData() {
    return templateDigest().equals(hash(form.algorithm())) || digestIsPadded();
  }

  /** Whether the template digest is the SHA-1 hash of the data with zeros behind it. */
  boolean digestIsPadded() {
    int size = form.algorithm().size();
    for (int i = HashAlgorithm.SHA1.size(); i < size; i++) {
      if (buffer[start + 4 + i] != 0) {
        return false;
      }
    }
    return size > HashAlgorithm.SHA1.size()
        && hash(HashAlgorithm.SHA1).equals(Digest.of(HashAlgorithm.SHA1, buffer, start + 4));
  }

  /**
   * The bytes of a field.
   *
   * @param name the kernel's name of it, such as {@code sig}
   * @return empty when the template has no such field or the data does not hold it
   */
  public Optional<byte[]> field(String name) {
    int wanted = template.fields().indexOf(name);
    return wanted < 0 ? Optional.empty() : field(wanted);
  }

  private Optional<byte[]> field(int wanted) {
    if (opaque) {
      return Optional.empty();
    }
    if (template.legacy()) {
      int name = dataStart + LEGACY_DIGEST + 4;
      return Optional.of(
          wanted == 0
              ? Arrays.copyOfRange(buffer, dataStart, dataStart + LEGACY_DIGEST)
              : Arrays.copyOfRange(buffer, name, end));
    }
    int at = dataStart;
    for (int field = 0; at + 4 <= end; field++) {
      long length = form.number(buffer, at);
      if (length > end - at - 4) {
        return Optional.empty();
      }
      if (field == wanted) {
        return Optional.of(Arrays.copyOfRange(buffer, at + 4, at + 4 + (int) length));
      }
      at += 4 + (int) length;
    }
    return Optional.empty();
  }

  /** The path, or what stands in its place; empty when the template has none that is known. */
  public Optional<String> path() {
    int index = template.pathField();
    return index < 0 ? Optional.empty() : field(index).map(ImaEntry::text);
  }

  private static String text(byte[] field) {
    int length = field.length;
    if (length > 0 && field[length - 1] == 0) {
      length--;
    }
    return new String(field, 0, length, StandardCharsets.UTF_8);
  }

  /** The digest of the file; empty when the template has none or it is not written as one. */
  public Optional<FileDigest> fileDigest() {
    int index = template.digestField();
    return index < 0 ? Optional.empty() : digest(template.fields().get(index));
  }

  /** The digest in a field of that name; empty when there is none or it is not written as one. */
  public Optional<FileDigest> digest(String name) {
    return field(name).flatMap(field -> FieldText.digest(name, field));
  }

  /** The signature of the file as the kernel had it in the extended attribute; empty if none. */
  public Optional<byte[]> signature() {
    return field("sig").filter(field -> field.length > 0);
  }

  /** The entry as it stands in a binary list. */
  public byte[] toBytes() {
    return Arrays.copyOfRange(buffer, start, end);
  }

  /** How many bytes the entry has in a binary list. */
  public int size() {
    return end - start;
  }
}
