package dev.vmr.tests.clients;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** State blobs (docs/tpm-bridge.md, section 7) that are not quite what they should be. */
final class BlobVariants {
  private static final int HEADER = 10;
  private static final int FIELD = 6;
  private static final int STATE = HEADER + 2 * FIELD;

  private BlobVariants() {}

  /** Reads {@code permanent} and, if it is there, {@code volatile}; writes the others. */
  static void write(Path folder) throws IOException {
    byte[] blob = Files.readAllBytes(folder.resolve("permanent"));
    byte[] state = Arrays.copyOfRange(blob, STATE, blob.length);
    byte[] magic = state.clone();
    magic[2] ^= 1;
    Files.write(folder.resolve("empty"), new byte[0]);
    Files.write(folder.resolve("zeros"), new byte[1000]);
    Files.write(folder.resolve("cut"), Arrays.copyOf(blob, 100));
    Files.write(folder.resolve("longer"), Arrays.copyOf(blob, blob.length + 1));
    Files.write(folder.resolve("encrypted"), with(blob, 5, 5));
    Files.write(folder.resolve("encrypted-file"), with(blob, 5, 1));
    Files.write(folder.resolve("encrypted-migration"), with(blob, 5, 6));
    Files.write(folder.resolve("version-3"), with(blob, 0, 3));
    Files.write(folder.resolve("needs-version-3"), with(blob, 1, 3));
    Files.write(folder.resolve("header-9"), with(blob, 3, 9));
    Files.write(folder.resolve("header-ff"), with(blob, 2, 255));
    Files.write(folder.resolve("total"), with(blob, 9, blob[9] + 1));
    Files.write(folder.resolve("state-none"), blob(new byte[0]));
    Files.write(folder.resolve("state-5"), blob(Arrays.copyOf(state, 5)));
    Files.write(folder.resolve("state-cut"), blob(Arrays.copyOf(state, state.length - 30)));
    Files.write(folder.resolve("state-longer"), blob(Arrays.copyOf(state, state.length + 10)));
    Files.write(folder.resolve("state-magic"), blob(magic));
    Files.write(folder.resolve("state-zeros"), blob(new byte[500]));
    Files.write(
        folder.resolve("file"),
        ByteBuffer.allocate(HEADER + FIELD + state.length)
            .put(new byte[] {2, 1, 0, HEADER, 0, 0})
            .putInt(HEADER + FIELD + state.length)
            .putShort((short) 1)
            .putInt(state.length)
            .put(state)
            .array());
    Path running = folder.resolve("volatile");
    if (Files.exists(running)) {
      byte[] whole = Files.readAllBytes(running);
      Files.write(
          folder.resolve("volatile-cut"),
          blob(Arrays.copyOfRange(whole, STATE, whole.length - 30)));
    }
  }

  private static byte[] with(byte[] blob, int at, int value) {
    byte[] changed = blob.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static byte[] blob(byte[] state) {
    return ByteBuffer.allocate(STATE + state.length)
        .put(new byte[] {2, 1, 0, HEADER, 0, 4})
        .putInt(STATE + state.length)
        .putShort((short) 4)
        .putInt(FIELD + state.length)
        .putShort((short) 1)
        .putInt(state.length)
        .put(state)
        .array();
  }
}
