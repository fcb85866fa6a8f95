package dev.vmr.verify.quote;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.trust.Endorsements;
import dev.vmr.verify.trust.QuoteContext;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Hostile bytes get an answer, and never a good one: no key of ours has signed them. */
class QuotesFuzzTest {
  private static final QuoteContext CONTEXT =
      QuoteContext.pinned(Instant.parse("2025-06-20T00:00:00Z"));

  private static void refused(byte[] quote, QuoteContext context) {
    QuotedRegisters quoted = Quotes.verify(quote, context);
    if (quoted.accepted()) {
      throw new AssertionError("accepted: " + quoted.findings());
    }
  }

  @FuzzTest(maxDuration = "60s")
  void anything(byte[] data) {
    refused(data, CONTEXT);
  }

  /** The first byte says where the quote ends and what is beside it begins. */
  @FuzzTest(maxDuration = "60s")
  void beside(byte[] data) {
    if (data.length == 0) {
      return;
    }
    int cut = Math.min(data.length, 1 + (data[0] & 0xFF) * 16);
    byte[] quote = Arrays.copyOfRange(data, 1, cut);
    byte[] other = Arrays.copyOfRange(data, cut, data.length);
    refused(quote, CONTEXT.with(Endorsements.of(List.of(other))));
  }

  /** A head of each kind, so that the parsers are reached. */
  @FuzzTest(maxDuration = "60s")
  void td(byte[] data) {
    byte[] head =
        HexFormat.of()
            .parseHex("0400020081000000" + "00000000" + "939a7233f79c4ca9940a0db3957f0607");
    byte[] quote = Arrays.copyOf(head, head.length + data.length);
    System.arraycopy(data, 0, quote, head.length, data.length);
    refused(quote, CONTEXT);
  }
}
