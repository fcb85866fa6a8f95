package dev.vmr.ima;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vmr.register.HashAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;

class ImaListFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void binary(byte[] data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImaReplay replay = new ImaReplay(EnumSet.of(HashAlgorithm.SHA256), true, true);
    try {
      BinaryImaList.read(
          new ByteArrayInputStream(data),
          null,
          entry -> {
            out.writeBytes(entry.toBytes());
            replay.entry(entry);
            entry.path();
          });
      if (!Arrays.equals(out.toByteArray(), data)) {
        throw new AssertionError("a list that was read is not what came");
      }
    } catch (ImaFormatException e) {
      if (e.entry() != replay.entries() + 1) {
        throw new AssertionError("entry " + e.entry() + " after " + replay.entries(), e);
      }
    }
  }

  @FuzzTest(maxDuration = "60s")
  void ascii(byte[] data) throws IOException {
    ImaReplay replay = new ImaReplay(EnumSet.of(HashAlgorithm.SHA256), true, true);
    try {
      AsciiImaList.read(new ByteArrayInputStream(data), replay);
    } catch (ImaFormatException e) {
      if (e.entry() != replay.entries() + 1) {
        throw new AssertionError("entry " + e.entry() + " after " + replay.entries(), e);
      }
    }
  }
}
