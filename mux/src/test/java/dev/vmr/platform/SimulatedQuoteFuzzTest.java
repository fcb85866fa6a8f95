package dev.vmr.platform;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class SimulatedQuoteFuzzTest {
  @FuzzTest
  void whatParsesIsPrintedAsItWas(byte[] data) {
    SimulatedQuote quote;
    try {
      quote = SimulatedQuote.parse(data);
    } catch (IllegalArgumentException e) {
      return;
    }
    if (!Arrays.equals(quote.format(), data)) {
      throw new AssertionError("another spelling was accepted");
    }
  }
}
