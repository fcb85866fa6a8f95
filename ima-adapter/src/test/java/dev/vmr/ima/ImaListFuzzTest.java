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
      BinaryImaReader reader = BinaryImaReader.open(new ByteArrayInputStream(data));
      reader.header().ifPresent(header -> out.writeBytes(header.toBytes()));
      reader.forEach(
          entry -> {
            out.writeBytes(entry.toBytes());
            replay.entry(entry);
            look(entry);
          });
      out.writeBytes(new byte[(int) (reader.offset() - out.size())]);
      if (!Arrays.equals(out.toByteArray(), data)) {
        throw new AssertionError("a list that was read is not what came");
      }
    } catch (ImaFormatException e) {
      if (e.entry() != replay.entries() + 1) {
        throw new AssertionError("entry " + e.entry() + " after " + replay.entries(), e);
      }
    }
  }

  private static void look(ImaEntry entry) {
    entry.path();
    entry.fileDigest();
    entry.signature();
  }

  @FuzzTest(maxDuration = "60s")
  void ascii(byte[] data) throws IOException {
    ImaReplay replay = new ImaReplay(EnumSet.of(HashAlgorithm.SHA256), true, true);
    try {
      new AsciiImaReader(new ByteArrayInputStream(data))
          .forEach(
              entry -> {
                replay.entry(entry);
                look(entry);
              });
    } catch (ImaFormatException e) {
      if (e.entry() != replay.entries() + 1) {
        throw new AssertionError("entry " + e.entry() + " after " + replay.entries(), e);
      }
    }
  }
}
