package dev.vmr.verify.cbor;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class CborFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void read(byte[] data) {
    CborItem item;
    try {
      item = CborReader.parse(data, CborReader.Mode.WELL_FORMED);
    } catch (CborFormatException e) {
      if (e.offset() < 0 || e.offset() > data.length) {
        throw new AssertionError("an offset outside of the bytes", e);
      }
      return;
    }
    byte[] written = CborWriter.encode(item);
    try {
      CborItem again = CborReader.parse(written, CborReader.Mode.DETERMINISTIC);
      if (!Arrays.equals(CborWriter.encode(again), written)) {
        throw new AssertionError("two deterministic encodings");
      }
    } catch (CborFormatException e) {
      throw new AssertionError("what was written is not read", e);
    }
    try {
      CborReader.parse(data, CborReader.Mode.DETERMINISTIC);
      if (!Arrays.equals(data, written)) {
        throw new AssertionError("another encoding was taken for the deterministic one");
      }
    } catch (CborFormatException e) {
      if (Arrays.equals(data, written)) {
        throw new AssertionError("the deterministic encoding was refused", e);
      }
    }
  }
}
