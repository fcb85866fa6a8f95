package dev.vmr.record;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class LogRecordFuzzTest {
  @FuzzTest
  void whatParsesIsPrintedAsItWas(byte[] data) {
    String line = new String(data, StandardCharsets.ISO_8859_1);
    try {
      String printed = LogRecord.parse(line).format();
      if (!printed.equals(line)) {
        throw new AssertionError("'" + line + "' is printed as '" + printed + "'");
      }
    } catch (RecordFormatException e) {
      if (e.column() < 1 || e.column() > line.length() + 1) {
        throw new AssertionError("column " + e.column() + " of " + line.length(), e);
      }
    }
  }
}
