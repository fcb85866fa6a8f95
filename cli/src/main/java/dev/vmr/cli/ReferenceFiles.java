package dev.vmr.cli;

import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.files.FilePolicy;
import dev.vmr.verify.files.FilePolicyException;
import dev.vmr.verify.files.KeyFiles;
import dev.vmr.verify.files.PolicyFormat;
import dev.vmr.verify.files.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reference lists for files, and keys that files are signed with, as options name them. */
final class ReferenceFiles {
  private static final int MAX_KEY_FILE = 1 << 22;

  private ReferenceFiles() {}

  /** A reference list of that format, or of any when it is null. */
  static FilePolicy policy(Path file, @Nullable PolicyFormat format)
      throws IOException, EvidenceException {
    try (InputStream in = Options.file(file).open()) {
      return FilePolicy.read(in, format);
    } catch (FilePolicyException e) {
      throw new EvidenceException(file + ", " + e.getMessage());
    }
  }

  /** The keys of files. */
  static List<SigningKey> keys(List<Path> files) throws IOException, EvidenceException {
    List<SigningKey> keys = new ArrayList<>();
    for (Path file : files) {
      List<SigningKey> found =
          KeyFiles.parse(FileContent.label(file), FileContent.read(file, MAX_KEY_FILE));
      if (found.isEmpty()) {
        throw new EvidenceException(
            file + " holds no certificate and no key, RSA or on a named curve");
      }
      keys.addAll(found);
    }
    return keys;
  }
}
