package dev.vmr.tpm.endorsement;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.engine.LibtpmsEngine;
import dev.vmr.tpm.engine.MemoryNvram;
import dev.vmr.tpm.engine.Nvram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A TPM that was made in memory, and is not in use yet (docs/manufacture.md). */
public final class ManufacturedTpm {
  private static final int FIRST_OF_CHAIN = 0x01C0_0100;
  private static final int CHAIN_INDEXES = 0x100;

  private final TpmIdentity identity;
  private final List<CertifiedKey> keys;
  private final List<Integer> chain;
  private final List<HashAlgorithm> banks;
  private final byte[] state;

  private ManufacturedTpm(
      TpmIdentity identity,
      List<CertifiedKey> keys,
      List<Integer> chain,
      List<HashAlgorithm> banks,
      byte[] state) {
    this.identity = identity;
    this.keys = ImmutableList.copyOf(keys);
    this.chain = ImmutableList.copyOf(chain);
    this.banks = ImmutableList.copyOf(banks);
    this.state = state;
  }

  /** Who says something about keys. */
  public interface Certifier {
    /**
     * A certificate for a key.
     *
     * @param tpm what the TPM says that it is
     * @return its encoding, as NV memory shall hold it
     */
    byte[] certify(EndorsementKey key, TpmIdentity tpm) throws IOException;

    /** The certificates that lie between those and a root, each in its encoding; may be empty. */
    List<byte[]> chain() throws IOException;
  }

  /**
   * A key and what was said about it.
   *
   * @param key the key
   * @param certificate a copy of what is in its NV index
   */
  public record CertifiedKey(EndorsementKey key, Certificate certificate) {}

  /** The encoding of a certificate. */
  public static final class Certificate {
    private final byte[] encoded;

    private Certificate(byte[] encoded) {
      this.encoded = encoded.clone();
    }

    /** A copy. */
    public byte[] toByteArray() {
      return encoded.clone();
    }
  }

  /**
   * Makes one.
   *
   * @param templates the keys that it shall have
   * @param banks the banks that its PCRs shall be in; empty for all that it can have
   * @throws IOException when libtpms is not there, the TPM refuses, or nobody certifies
   */
  public static ManufacturedTpm make(
      List<EndorsementTemplate> templates, List<HashAlgorithm> banks, Certifier certifier)
      throws IOException {
    MemoryNvram nvram = new MemoryNvram();
    try (LibtpmsEngine engine = LibtpmsEngine.open(nvram)) {
      FactoryTpm tpm = FactoryTpm.start(engine);
      TpmIdentity identity = TpmIdentity.read(tpm);
      List<CertifiedKey> keys = new ArrayList<>();
      for (EndorsementTemplate template : templates) {
        EndorsementKey key = tpm.createKey(template);
        byte[] certificate = certifier.certify(key, identity);
        tpm.writeIndex(template.index(), certificate);
        keys.add(new CertifiedKey(key, new Certificate(certificate)));
      }
      List<Integer> chain = writeChain(tpm, certifier.chain());
      if (!banks.isEmpty()) {
        tpm.allocate(banks);
      }
      tpm.shutdown();
      byte[] state =
          nvram
              .load(Nvram.PERMANENT)
              .orElseThrow(() -> new IOException("libtpms has stored no state"));
      return new ManufacturedTpm(
          identity, keys, chain, banks.isEmpty() ? engine.banks() : banks, state);
    }
  }

  /** One index for each certificate; what does not fit goes on in the next. */
  private static List<Integer> writeChain(FactoryTpm tpm, List<byte[]> certificates)
      throws IOException {
    List<Integer> indexes = new ArrayList<>();
    int most = tpm.largestIndex();
    for (byte[] certificate : certificates) {
      for (int at = 0; at < certificate.length; at += most) {
        if (indexes.size() == CHAIN_INDEXES) {
          throw new IOException("the chain of the CA is longer than a TPM can have");
        }
        int index = FIRST_OF_CHAIN + indexes.size();
        int end = Math.min(certificate.length, at + most);
        tpm.writeIndex(index, Arrays.copyOfRange(certificate, at, end));
        indexes.add(index);
      }
    }
    return indexes;
  }

  /**
   * Puts it in the place of the one that is there, if any.
   *
   * @throws IOException when it is not stored; then the other one is still there, without its
   *     volatile state
   */
  public void store(Nvram nvram) throws IOException {
    nvram.delete(Nvram.VOLATILE);
    nvram.store(Nvram.PERMANENT, state);
  }

  /** What it says that it is. */
  public TpmIdentity identity() {
    return identity;
  }

  /** Its endorsement keys with their certificates, in the order in which they were made. */
  public List<CertifiedKey> keys() {
    return keys;
  }

  /** The NV indexes that have the CA's chain, in order. */
  public List<Integer> chain() {
    return chain;
  }

  /** The banks that its PCRs are in. */
  public List<HashAlgorithm> banks() {
    return banks;
  }
}
