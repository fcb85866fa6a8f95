package dev.vmr.verify.bootlog;

import dev.vmr.register.HashAlgorithm;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts firmware logs together byte by byte. */
final class BootLogBuilder {
  final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final List<HashAlgorithm> banks;

  BootLogBuilder(HashAlgorithm... banks) {
    this.banks = List.of(banks);
  }

  BootLogBuilder number(long... values) {
    for (long value : values) {
      log.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array());
    }
    return this;
  }

  BootLogBuilder small(int... values) {
    for (int value : values) {
      log.write(value);
      log.write(value >> 8);
    }
    return this;
  }

  BootLogBuilder head() {
    number(0, 3);
    log.writeBytes(new byte[20]);
    number(16 + 8 + 4 + 4L * banks.size() + 1);
    log.writeBytes("Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII));
    number(0);
    log.writeBytes(new byte[] {0, 2, 0, 2});
    number(banks.size());
    for (HashAlgorithm bank : banks) {
      small(bank.tcgId(), bank.size());
    }
    log.write(0);
    return this;
  }

  /** An event whose digests are of {@code measured}. */
  BootLogBuilder event(int pcr, long type, byte[] measured, byte[] data) {
    number(pcr, type, banks.size());
    for (HashAlgorithm bank : banks) {
      small(bank.tcgId());
      log.writeBytes(bank.hash(measured).toByteArray());
    }
    number(data.length);
    log.writeBytes(data);
    return this;
  }

  BootLogBuilder event(int pcr, long type, byte[] data) {
    return event(pcr, type, data, data);
  }

  byte[] bytes() {
    return log.toByteArray();
  }
}
