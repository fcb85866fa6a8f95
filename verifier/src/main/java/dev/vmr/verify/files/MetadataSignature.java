package dev.vmr.verify.files;

import dev.vmr.ima.FileDigest;
import dev.vmr.ima.ImaEntry;
import dev.vmr.ima.signature.FileSignature;
import dev.vmr.ima.signature.KernelHash;
import dev.vmr.register.HashAlgorithm;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Signatures of a file's attributes, in entries {@code evm-sig} (docs/ima-policy.md, section 7;
 * kernel {@code evm_crypto.c}): they prove the file if {@code security.ima} is among the
 * attributes.
 */
final class MetadataSignature {
  private static final String IMA_ATTRIBUTE = "security.ima";
  private static final int IMA_DIGEST = 1;
  private static final int IMA_DIGEST_NG = 4;

  private final KeyRing keys;

  MetadataSignature(KeyRing keys) {
    this.keys = keys;
  }

  /** What the attributes of an entry are worth. */
  Signing check(ImaEntry entry, FileDigest claimed) {
    byte[] attribute = entry.field("evmsig").orElse(new byte[0]);
    if (attribute.length == 0) {
      return Signing.none();
    }
    FileSignature signature = FileSignature.of(attribute);
    if (!(signature instanceof FileSignature.Asymmetric asymmetric)) {
      return Signing.unsupported(((FileSignature.Opaque) signature).reason());
    }
    Optional<String> name = KernelHash.name(asymmetric.hash());
    Optional<HashAlgorithm> hash = name.flatMap(HashAlgorithm::ofKernelName);
    Optional<byte[]> values = entry.field("xattrvalues");
    if (asymmetric.type() != FileSignature.Type.PORTABLE_METADATA
        || hash.isEmpty()
        || values.isEmpty()) {
      return Signing.unsupported("it is no portable signature by an algorithm that is known");
    }
    Signing found = Signing.unknownKey(asymmetric.claimedKey());
    for (byte[] inode : inodes(entry)) {
      ByteArrayOutputStream signed = new ByteArrayOutputStream();
      signed.writeBytes(values.get());
      signed.writeBytes(inode);
      byte[] digest = hash.get().hash(signed.toByteArray()).toByteArray();
      found = keys.check(asymmetric, hash.get().kernelName(), digest);
      if (found.valid()) {
        return binds(entry, claimed, found);
      }
    }
    return found;
  }

  /** The attributes are signed: do they say what the file is? */
  private Signing binds(ImaEntry entry, FileDigest claimed, Signing attributes) {
    Optional<byte[]> ima = attribute(entry, IMA_ATTRIBUTE);
    if (ima.isEmpty() || ima.get().length < 2) {
      return Signing.unsupported("the signed attributes have no " + IMA_ATTRIBUTE);
    }
    byte[] value = ima.get();
    int start = value[0] == IMA_DIGEST_NG ? 2 : value[0] == IMA_DIGEST ? 1 : 0;
    if (start > 0) {
      boolean algorithm =
          start == 1
              ? claimed.algorithm().equals("sha1")
              : KernelHash.number(claimed.algorithm()) == (value[1] & 0xFF);
      boolean same =
          algorithm
              && claimed.kind().equals(FileDigest.IMA)
              && claimed.hex().equals(HexFormat.of().formatHex(value, start, value.length));
      return same
          ? attributes
          : Signing.invalid("the signed attributes are of a file with another digest");
    }
    return keys.check(value, claimed);
  }

  private static Optional<byte[]> attribute(ImaEntry entry, String name) {
    Optional<byte[]> names = entry.field("xattrnames");
    Optional<byte[]> lengths = entry.field("xattrlengths");
    Optional<byte[]> values = entry.field("xattrvalues");
    if (names.isEmpty() || lengths.isEmpty() || values.isEmpty()) {
      return Optional.empty();
    }
    String text = new String(names.get(), StandardCharsets.ISO_8859_1).replace("\0", "");
    List<String> all = Arrays.asList(text.split("\\|", -1));
    ByteBuffer sizes = ByteBuffer.wrap(lengths.get()).order(entry.order());
    long at = 0;
    for (String each : all) {
      if (sizes.remaining() < 4) {
        return Optional.empty();
      }
      long size = Integer.toUnsignedLong(sizes.getInt());
      if (at + size > values.get().length) {
        return Optional.empty();
      }
      if (each.equals(name)) {
        return Optional.of(Arrays.copyOfRange(values.get(), (int) at, (int) (at + size)));
      }
      at += size;
    }
    return Optional.empty();
  }

  /**
   * What is hashed of the inode: its number (4 or 8 bytes) and generation (4) as zeros, user, group
   * (4 each), mode (2), and padding, as the compiler lays them out on machines of 64 and 32 bits,
   * in either byte order.
   */
  private static List<byte[]> inodes(ImaEntry entry) {
    Optional<byte[]> user = entry.field("iuid");
    Optional<byte[]> group = entry.field("igid");
    Optional<byte[]> mode = entry.field("imode");
    if (user.isEmpty()
        || group.isEmpty()
        || mode.isEmpty()
        || user.get().length != 4
        || group.get().length != 4
        || mode.get().length != 2) {
      return List.of();
    }
    int uid = ByteBuffer.wrap(user.get()).order(entry.order()).getInt();
    int gid = ByteBuffer.wrap(group.get()).order(entry.order()).getInt();
    short bits = ByteBuffer.wrap(mode.get()).order(entry.order()).getShort();
    ByteOrder other =
        entry.order() == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return List.of(
        inode(24, 12, entry.order(), uid, gid, bits),
        inode(20, 8, entry.order(), uid, gid, bits),
        inode(24, 12, other, uid, gid, bits),
        inode(20, 8, other, uid, gid, bits));
  }

  private static byte[] inode(int size, int at, ByteOrder order, int uid, int gid, short mode) {
    ByteBuffer inode = ByteBuffer.allocate(size).order(order);
    return inode.putInt(at, uid).putInt(at + 4, gid).putShort(at + 8, mode).array();
  }
}
