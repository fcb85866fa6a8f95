package dev.vmr.ima.signature;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** A signature as an extended attribute holds it. */
public sealed interface FileSignature {

  /** The attribute's bytes. */
  byte[] toByteArray();

  /**
   * A signature by an asymmetric key, version 2 or 3.
   *
   * @param type what is signed
   * @param version 2: the digest is signed; 3: the hash of type, algorithm and digest is
   * @param hash the kernel's number of the hash algorithm
   * @param claimedKey the last four bytes of the key's identifier, in lower-case hex
   * @param value the signature itself, at least one byte
   */
  record Asymmetric(Type type, int version, int hash, String claimedKey, Bytes value)
      implements FileSignature {

    @Override
    public byte[] toByteArray() {
      return ByteBuffer.allocate(HEADER + value.size())
          .put((byte) type.number)
          .put((byte) version)
          .put((byte) hash)
          .put(HexFormat.of().parseHex(claimedKey))
          .putShort((short) value.size())
          .put(value.toByteArray())
          .array();
    }

    /**
     * What the signature is of: for version 2 the digest, for version 3 the hash of this: type,
     * number of the algorithm, digest, with nothing between them (kernel {@code ima_file_id}).
     */
    public byte[] fileId(byte[] digest) {
      return ByteBuffer.allocate(2 + digest.length)
          .put((byte) type.number)
          .put((byte) hash)
          .put(digest)
          .array();
    }
  }

  /**
   * Anything else.
   *
   * @param reason why it is not understood, for people
   */
  record Opaque(Bytes bytes, String reason) implements FileSignature {
    @Override
    public byte[] toByteArray() {
      return bytes.toByteArray();
    }
  }

  /** What a signature is of. */
  enum Type {
    /** The digest of a file's content. */
    FILE(3),
    /** A file's attributes, without what binds them to one file system. */
    PORTABLE_METADATA(5),
    /** The fs-verity digest of a file. */
    VERITY(6);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    static Optional<Type> of(int number) {
      return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }
  }

  /** Bytes that do not change. */
  final class Bytes {
    private final byte[] value;

    /** A copy. */
    public Bytes(byte[] value) {
      this.value = value.clone();
    }

    /** How many there are. */
    public int size() {
      return value.length;
    }

    /** A copy. */
    public byte[] toByteArray() {
      return value.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return HexFormat.of().formatHex(value);
    }
  }

  /** What stands before the signature proper. */
  int HEADER = 9;

  /**
   * Reads an attribute. What is not of version 2 or 3, or not of the length that it says, is
   * opaque: {@code of(x).toByteArray()} is always {@code x}.
   */
  static FileSignature of(byte[] attribute) {
    if (attribute.length < 2) {
      return opaque(attribute, "it has no header");
    }
    Optional<Type> type = Type.of(attribute[0]);
    int version = attribute[1];
    if (type.isEmpty()) {
      return opaque(attribute, "its type is " + (attribute[0] & 0xFF));
    }
    boolean known = version == 3 || (version == 2 && type.get() != Type.VERITY);
    if (!known) {
      return opaque(attribute, "its version is " + (version & 0xFF));
    }
    if (attribute.length <= HEADER) {
      return opaque(attribute, "its header ends early");
    }
    int size = (attribute[7] & 0xFF) << 8 | (attribute[8] & 0xFF);
    if (size != attribute.length - HEADER) {
      return opaque(attribute, "it has not the length that it says");
    }
    return new Asymmetric(
        type.get(),
        version,
        attribute[2] & 0xFF,
        HexFormat.of().formatHex(attribute, 3, 7),
        new Bytes(Arrays.copyOfRange(attribute, HEADER, attribute.length)));
  }

  private static FileSignature opaque(byte[] attribute, String reason) {
    return new Opaque(new Bytes(attribute), reason);
  }
}
