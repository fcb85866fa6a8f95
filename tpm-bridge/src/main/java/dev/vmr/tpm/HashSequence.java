package dev.vmr.tpm;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The hash interface's sequence as it goes along: what _TPM_Hash_Data has brought since
 * _TPM_Hash_Start, hashed for each bank. The engine hashes for itself and does not say the digests.
 */
final class HashSequence {
  private final List<HashAlgorithm> banks = new ArrayList<>();
  private final List<MessageDigest> digests = new ArrayList<>();

  /** Begins anew for these banks. */
  void start(List<HashAlgorithm> of) {
    abandon();
    banks.addAll(of);
    of.forEach(bank -> digests.add(bank.newMessageDigest()));
  }

  /** Forgets the sequence; without one, data and end do nothing. */
  void abandon() {
    banks.clear();
    digests.clear();
  }

  void data(byte[] data) {
    digests.forEach(digest -> digest.update(data));
  }

  /** Ends the sequence; gives a digest for each bank, none when no sequence ran. */
  List<Digest> end() {
    List<Digest> ended = new ArrayList<>();
    for (int i = 0; i < banks.size(); i++) {
      ended.add(Digest.of(banks.get(i), digests.get(i).digest()));
    }
    abandon();
    return ended;
  }
}
