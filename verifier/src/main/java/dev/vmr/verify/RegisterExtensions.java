package dev.vmr.verify;

import dev.vmr.log.LineSink;
import dev.vmr.record.Extend;
import dev.vmr.record.LogRecord;
import dev.vmr.record.RecordFormatException;
import dev.vmr.record.Reset;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what a register was extended by since its last reset; its memory grows with that. */
public final class RegisterExtensions implements LineSink {
  private static final byte[] BEGIN = "vmr begin ".getBytes(StandardCharsets.US_ASCII);

  private final RegisterName name;
  private final byte[] prefix;
  private final List<List<Digest>> extensions = new ArrayList<>();
  private final List<Long> lines = new ArrayList<>();
  private long beforeThisBoot;

  /** Collects those of one register. */
  public RegisterExtensions(RegisterName name) {
    this.name = name;
    this.prefix = (name.text() + " ").getBytes(StandardCharsets.US_ASCII);
  }

  /** The extensions behind the first {@code skipped} ones. */
  public Iterator<List<Digest>> iterator(long skipped) {
    return extensions.subList((int) skipped, extensions.size()).iterator();
  }

  /** How many extensions there were. */
  long size() {
    return extensions.size();
  }

  /** How many extensions stand before the latest {@code begin}: other kernels made them. */
  long beforeThisBoot() {
    return beforeThisBoot;
  }

  /** The line of an extension, from 1; null when there is no such extension. */
  public @Nullable Long line(long extension) {
    return extension > lines.size() ? null : lines.get((int) extension - 1);
  }

  @Override
  public void record(long line, byte[] buffer, int offset, int length) {
    if (begins(BEGIN, buffer, offset, length)) {
      beforeThisBoot = extensions.size();
    }
    if (!begins(prefix, buffer, offset, length)) {
      return;
    }
    try {
      LogRecord record =
          LogRecord.parse(new String(buffer, offset, length, StandardCharsets.ISO_8859_1));
      if (record instanceof Extend extend && extend.name().equals(name)) {
        extensions.add(extend.digests());
        lines.add(line);
      } else if (record instanceof Reset) {
        extensions.clear();
        lines.clear();
        beforeThisBoot = 0;
      }
    } catch (RecordFormatException e) {
      return; // replay has reported it
    }
  }

  private static boolean begins(byte[] prefix, byte[] buffer, int offset, int length) {
    return length >= prefix.length
        && Arrays.equals(buffer, offset, offset + prefix.length, prefix, 0, prefix.length);
  }

  @Override
  public void torn(long line, byte[] buffer, int offset, int length) {}

  @Override
  public void tooLong(long line) {}
}
