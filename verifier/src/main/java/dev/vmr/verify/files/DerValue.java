package dev.vmr.verify.files;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Primitive;

/**
 * One value in DER from outside. Bouncy Castle calls itself for each value inside another, so how
 * deep they lie is looked at before it is asked.
 */
final class DerValue {
  /** No key, certificate or message of this field is as large. */
  static final int MAX_SIZE = 1 << 20;

  private static final int MAX_DEPTH = 32;
  private static final int CONSTRUCTED = 0x20;

  private final byte[] bytes;
  private int at;

  private DerValue(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The value that these bytes are, all of them; empty when they are none. */
  static Optional<ASN1Primitive> decode(byte[] bytes) {
    if (bytes.length < 2 || bytes.length > MAX_SIZE) {
      return Optional.empty();
    }
    DerValue value = new DerValue(bytes);
    if (!value.isShallow(bytes.length, 0) || value.at != bytes.length) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(ASN1Primitive.fromByteArray(bytes));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // what Bouncy Castle throws at what is none
    }
  }

  /** Goes over the values up to {@code end}. */
  private boolean isShallow(int end, int depth) {
    while (at < end) {
      int tag = bytes[at++] & 0xFF;
      if ((tag & 0x1F) == 0x1F || depth > MAX_DEPTH) {
        return false; // a tag of several bytes is not used here
      }
      long length = length(end);
      if (length < 0 || length > end - at) {
        return false;
      }
      int behind = at + (int) length;
      if ((tag & CONSTRUCTED) != 0 && !isShallow(behind, depth + 1)) {
        return false;
      }
      at = behind;
    }
    return true;
  }

  /** -1 when it is indefinite, which DER is never, or too large. */
  private long length(int end) {
    if (at >= end) {
      return -1;
    }
    int first = bytes[at++];
    if (first >= 0) {
      return first;
    }
    int count = first & 0x7F;
    if (count == 0 || count > 4 || count > end - at) {
      return -1;
    }
    long length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | (bytes[at++] & 0xFF);
    }
    return length;
  }
}
