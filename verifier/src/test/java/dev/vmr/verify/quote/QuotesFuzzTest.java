package dev.vmr.verify.quote;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.common.primitives.Bytes;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.trust.Endorsements;
import dev.vmr.verify.trust.QuoteContext;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Hostile bytes get an answer, and never a good one: no key of ours has signed them. Fuzzing may
 * begin with real quotes; of what is accepted then, no register's value can be changed.
 */
class QuotesFuzzTest {
  private static final QuoteContext CONTEXT =
      QuoteContext.pinned(Instant.parse("2025-06-20T00:00:00Z"));

  private static void refused(byte[] quote, QuoteContext context) {
    QuotedRegisters quoted = Quotes.verify(quote, context);
    if (quoted.accepted() && !isSigned(quote, context)) {
      throw new AssertionError("accepted: " + quoted.findings());
    }
  }

  /**
   * Whether a quote in bytes is refused with another value of any register. (QuotedRegisters is
   * none of its parameters, so that the class is not loaded before it is instrumented:
   * JDK-8376185.)
   */
  private static boolean isSigned(byte[] quote, QuoteContext context) {
    boolean found = false;
    for (QuotedValue value : Quotes.verify(quote, context).registers().values()) {
      int at = value.isZero() ? -1 : Bytes.indexOf(quote, value.toByteArray());
      if (at >= 0) {
        byte[] changed = quote.clone();
        changed[at] ^= 1;
        if (Quotes.verify(changed, context).accepted()) {
          return false;
        }
        found = true;
      }
    }
    return found;
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

  private static void begunWith(String hex, byte[] data) {
    byte[] head = HexFormat.of().parseHex(hex);
    byte[] quote = Arrays.copyOf(head, head.length + data.length);
    System.arraycopy(data, 0, quote, head.length, data.length);
    refused(quote, CONTEXT);
  }

  // A head of each kind, so that its parser is reached.

  @FuzzTest(maxDuration = "60s")
  void td(byte[] data) {
    begunWith("0400020081000000" + "00000000" + "939a7233f79c4ca9940a0db3957f0607", data);
  }

  @FuzzTest(maxDuration = "60s")
  void snp(byte[] data) {
    byte[] report = new byte[0x4A0];
    report[0] = 3;
    report[0x34] = 1;
    byte[] quote = Arrays.copyOf(report, report.length + data.length);
    System.arraycopy(data, 0, quote, report.length, data.length);
    refused(quote, CONTEXT);
  }

  @FuzzTest(maxDuration = "60s")
  void nitro(byte[] data) {
    begunWith("8444a1013822a0", data);
  }

  @FuzzTest(maxDuration = "60s")
  void cca(byte[] data) {
    begunWith("d9018fa219acca", data);
  }

  @FuzzTest(maxDuration = "60s")
  void tpm(byte[] data) {
    begunWith("ff5443478018", data);
  }

  @FuzzTest(maxDuration = "60s")
  void goTpmTools(byte[] data) {
    begunWith("0a180001000b", data);
  }

  @FuzzTest(maxDuration = "60s")
  void hcl(byte[] data) {
    begunWith("48434c4101000000", data);
  }

  @FuzzTest(maxDuration = "60s")
  void json(byte[] data) {
    begunWith("7b2268636c5f7265706f7274223a", data);
  }
}
