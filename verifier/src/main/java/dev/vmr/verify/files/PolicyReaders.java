package dev.vmr.verify.files;

import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.JsonReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Which form a reference list has, told by its content. */
final class PolicyReaders {
  private static final int HEAD = 1 << 12;

  private PolicyReaders() {}

  static FilePolicy read(InputStream stream, @Nullable PolicyFormat wanted)
      throws FilePolicyException, IOException {
    BufferedInputStream in = new BufferedInputStream(stream, 1 << 16);
    boolean json = wanted == null ? beginsWithBrace(in) : wanted != PolicyFormat.CHECKSUMS;
    if (!json) {
      return new ChecksumList(in).read();
    }
    try (JsonReader reader = new JsonReader(in)) {
      try {
        reader.beginObject();
        String first = reader.nextName();
        PolicyFormat found =
            VmrPolicyReader.VERSION.equals(first) ? PolicyFormat.VMR : PolicyFormat.KEYLIME;
        if (wanted != null && wanted != found) {
          throw reader.failure("the first name of our own form is " + VmrPolicyReader.VERSION);
        }
        PolicyDraft draft =
            found == PolicyFormat.VMR
                ? new VmrPolicyReader(reader).read()
                : new KeylimePolicyReader(reader).read(first);
        reader.end();
        return new FilePolicy(found, draft);
      } catch (JsonFormatException e) {
        throw new FilePolicyException(
            reader.line(), reader.column(), String.valueOf(e.getMessage()));
      }
    }
  }

  private static boolean beginsWithBrace(BufferedInputStream in) throws IOException {
    in.mark(HEAD);
    int c;
    int count = 0;
    do {
      c = in.read();
      count++;
    } while ((c == ' ' || c == '\t' || c == '\r' || c == '\n') && count < HEAD);
    in.reset();
    return c == '{';
  }
}
