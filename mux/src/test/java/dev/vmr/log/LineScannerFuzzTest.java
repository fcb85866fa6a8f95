package dev.vmr.log;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vmr.replay.Replay;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class LineScannerFuzzTest {
  @FuzzTest
  void anyBytesReplay(byte[] data) throws IOException {
    Replay replay = new Replay();
    LineScanner.scan(new ByteArrayInputStream(data), replay);
    if (replay.records() > data.length) {
      throw new AssertionError("more records than bytes");
    }
  }
}
