package dev.vmr.register;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * A hash algorithm of a register bank, under the name that the Linux kernel gives it ({@code
 * hash_algo_name[]}) and the identifier that the TCG Algorithm Registry gives it.
 */
public enum HashAlgorithm {
  /** 20 bytes; broken where somebody chooses both inputs, and still what IMA lists are made of. */
  SHA1("sha1", "SHA-1", 0x0004, 20),
  /** 32 bytes. */
  SHA256("sha256", "SHA-256", 0x000B, 32),
  /** 48 bytes: the algorithm of TDX and of most physical registers. */
  SHA384("sha384", "SHA-384", 0x000C, 48),
  /** 64 bytes. */
  SHA512("sha512", "SHA-512", 0x000D, 64),
  /** 32 bytes: GB/T 32905, ISO/IEC 10118-3. */
  SM3("sm3", "SM3", 0x0012, 32),
  /** 32 bytes: FIPS 202, as the next two. */
  SHA3_256("sha3-256", "SHA3-256", 0x0027, 32),
  /** 48 bytes. */
  SHA3_384("sha3-384", "SHA3-384", 0x0028, 48),
  /** 64 bytes. */
  SHA3_512("sha3-512", "SHA3-512", 0x0029, 64);

  private final String kernelName;
  private final String jcaName;
  private final int tcgId;
  private final int size;

  /** One instance per thread: creating a MessageDigest costs as much as hashing a record. */
  @SuppressWarnings("ImmutableEnumChecker") // holds no value between two calls
  private final ThreadLocal<MessageDigest> digests =
      ThreadLocal.withInitial(this::newMessageDigest);

  HashAlgorithm(String kernelName, String jcaName, int tcgId, int size) {
    this.kernelName = kernelName;
    this.jcaName = jcaName;
    this.tcgId = tcgId;
    this.size = size;
  }

  /** The kernel's name, the only spelling that records use: {@code sha384}, never SHA-384. */
  public String kernelName() {
    return kernelName;
  }

  /** The TPM_ALG_ID, 16 bits (TCG Algorithm Registry, table 3). */
  public int tcgId() {
    return tcgId;
  }

  /** The size of a digest in bytes. */
  public int size() {
    return size;
  }

  /** The algorithm of that exact kernel name; empty when there is none. */
  public static Optional<HashAlgorithm> ofKernelName(String name) {
    for (HashAlgorithm algorithm : values()) {
      if (algorithm.kernelName.equals(name)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /** The algorithm of that TPM_ALG_ID; empty when there is none. */
  public static Optional<HashAlgorithm> ofTcgId(int tcgId) {
    for (HashAlgorithm algorithm : values()) {
      if (algorithm.tcgId == tcgId) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /** Hashes all of {@code data}. */
  public Digest hash(byte[] data) {
    return hash(data, 0, data.length);
  }

  /** Hashes {@code length} bytes of {@code data} from {@code offset}. */
  public Digest hash(byte[] data, int offset, int length) {
    MessageDigest digest = start();
    digest.update(data, offset, length);
    return finish(digest);
  }

  /** Hashes what remains in {@code data}, which is consumed. */
  public Digest hash(ByteBuffer data) {
    MessageDigest digest = start();
    digest.update(data);
    return finish(digest);
  }

  /**
   * A fresh digest of this algorithm.
   *
   * @throws IllegalStateException when no security provider has the algorithm, neither of those
   *     that the JVM is configured with nor of those on the class path
   */
  public MessageDigest newMessageDigest() {
    try {
      return MessageDigest.getInstance(jcaName);
    } catch (NoSuchAlgorithmException e) {
      return unusualMessageDigest();
    }
  }

  private MessageDigest unusualMessageDigest() {
    try {
      return ClassPathProviders.digest(jcaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no security provider here computes " + kernelName, e);
    }
  }

  /** The calling thread's digest, empty; to be finished before the next use on this thread. */
  MessageDigest start() {
    return digests.get();
  }

  Digest finish(MessageDigest digest) {
    return Digest.wrap(this, digest.digest());
  }

  @Override
  public String toString() {
    return kernelName;
  }
}
