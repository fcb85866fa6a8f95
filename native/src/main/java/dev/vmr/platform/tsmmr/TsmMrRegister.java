package dev.vmr.platform.tsmmr;

import dev.vmr.platform.PhysicalRegister;
import dev.vmr.platform.RegisterDescription;
import dev.vmr.register.Digest;
import java.io.IOException;
import java.nio.file.Path;

/** One register file (docs/tsm-mr.md, sections 2 and 3). */
final class TsmMrRegister implements PhysicalRegister {
  private static final int MAX_READS = 3;

  private final RegisterDescription description;
  private final Path file;
  private final AttributeFiles files;

  TsmMrRegister(RegisterDescription description, Path file, AttributeFiles files) {
    this.description = description;
    this.file = file;
    this.files = files;
  }

  @Override
  public RegisterDescription describe() {
    return description;
  }

  @Override
  public Digest read() throws IOException {
    int size = description.algorithm().size();
    int count = 0;
    for (int attempt = 0; attempt < MAX_READS; attempt++) {
      byte[] value = Patience.with(() -> files.readOnce(file, size + 1));
      if (value.length == size) {
        return Digest.of(description.algorithm(), value);
      }
      count = value.length;
    }
    throw new IOException("read " + file + ": " + count + " bytes, not " + size);
  }

  @Override
  public void extend(Digest digest) throws IOException {
    if (!description.extendable()) {
      throw new IllegalArgumentException(description.name() + " cannot be extended");
    }
    if (digest.algorithm() != description.algorithm()) {
      throw new IllegalArgumentException(
          description.name() + " is extended by " + description.algorithm());
    }
    byte[] data = digest.toByteArray();
    Patience.with(
        () -> {
          files.writeOnce(file, data);
          return data;
        });
  }
}
