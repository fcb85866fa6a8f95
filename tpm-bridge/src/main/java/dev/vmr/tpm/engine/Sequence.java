package dev.vmr.tpm.engine;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A hash sequence, or an event sequence that hashes in every bank (Part 3, section 17). */
final class Sequence {
  private static final byte[] GENERATED = {(byte) 0xFF, 'T', 'C', 'G'};

  private final byte[] auth;
  private final @Nullable HashAlgorithm algorithm;
  private final List<HashAlgorithm> algorithms;
  private final List<MessageDigest> digests = new ArrayList<>();
  private final byte[] head = new byte[GENERATED.length];
  private int headSize;

  /**
   * Begins a sequence.
   *
   * @param algorithm of a hash sequence, or null for an event sequence
   */
  Sequence(byte[] auth, @Nullable HashAlgorithm algorithm) {
    this.auth = auth.clone();
    this.algorithm = algorithm;
    this.algorithms = algorithm == null ? PcrState.BANKS : List.of(algorithm);
    algorithms.forEach(each -> digests.add(each.newMessageDigest()));
  }

  byte[] auth() {
    return auth.clone();
  }

  /** Whether it ends in EventSequenceComplete. */
  boolean event() {
    return algorithm == null;
  }

  void update(byte[] data) {
    digests.forEach(digest -> digest.update(data));
    for (int i = 0; i < data.length && headSize < head.length; i++) {
      head[headSize++] = data[i];
    }
  }

  /** The digests of all data, in the order of the banks. Ends the sequence. */
  List<Digest> complete() {
    List<Digest> results = new ArrayList<>();
    for (int i = 0; i < digests.size(); i++) {
      results.add(Digest.of(algorithms.get(i), digests.get(i).digest()));
    }
    return results;
  }

  /**
   * Whether the data could not be taken for a structure that a TPM made: it does not begin with
   * TPM_GENERATED_VALUE, and so a ticket may be given for its digest.
   */
  boolean safe() {
    return headSize < head.length || !Arrays.equals(head, GENERATED);
  }
}
