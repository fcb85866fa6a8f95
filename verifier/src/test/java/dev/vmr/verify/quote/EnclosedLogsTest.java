package dev.vmr.verify.quote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Bytes;
import dev.vmr.verify.Finding;
import dev.vmr.verify.trust.QuoteContext;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What lies in the file of a quote beside it (docs/quotes.md, section 1.2). */
class EnclosedLogsTest {
  private static String only(String json) {
    assertThat(EnclosedLogs.of(json.getBytes(UTF_8))).hasSize(1);
    return new String(EnclosedLogs.of(json.getBytes(UTF_8)).values().iterator().next(), UTF_8);
  }

  @Test
  void logsComeByTheirNames() {
    assertThat(only("{\"quote\":\"00\",\"event_log\":\"[{}]\"}")).isEqualTo("[{}]");
    assertThat(only(" {\"quote\":\"00\",\"event_log\":[{\"imr\":0}]}")).isEqualTo("[{\"imr\":0}]");
    String info = "{\"event_log\":[]}";
    assertThat(only("{\"quote\":\"00\",\"tcb_info\":" + info + "}")).isEqualTo(info);
    String text = info.replace("\"", "\\\"");
    assertThat(only("{\"quote\":\"00\",\"tcb_info\":\"" + text + "\"}")).isEqualTo(info);
    assertThat(only("{\"quote\":\"00\",\"cc_eventlog\":\"AAAA\"}")).isEqualTo("AAAA");
    assertThat(only("{\"Log\":{\"Raw\":\"" + base64("raw") + "\"}}")).isEqualTo("raw");
    String both = "{\"quote\":\"00\",\"cc_eventlog\":\"AAAA\",\"aa_eventlog\":\"INIT\"}";
    assertThat(EnclosedLogs.of(both.getBytes(UTF_8)))
        .containsOnlyKeys("cc_eventlog", "aa_eventlog");
    byte[] message =
        HexFormat.of().parseHex("0a180001000b" + "00".repeat(20) + "1a0101" + "2a0102");
    assertThat(EnclosedLogs.of(message)).containsOnlyKeys("event_log", "canonical_event_log");
  }

  @Test
  void nothingComesFromWhatIsNone() {
    for (String each :
        new String[] {
          "",
          "{",
          "[]",
          "{\"event_log\":\"\"}",
          "{\"event_log\":null,\"tcb_info\":7}",
          "{\"event_log\":[]}",
          "{\"event_log\":\" [ ]\"}",
          "{\"tcb_info\":{\"mrtd\":\"00\"}}",
          "{\"Log\":{\"Raw\":\"?\"}}",
          "{\"event_log\":\"a\",\"event_log\":\"b\"}",
        }) {
      assertThat(EnclosedLogs.of(each.getBytes(UTF_8))).as(each).isEmpty();
    }
    byte[] broken = Bytes.concat(HexFormat.of().parseHex("0a180001000b"), new byte[20]);
    broken[broken.length - 1] = (byte) 0xFF;
    assertThat(EnclosedLogs.of(broken)).isEmpty();
  }

  @Test
  void aQuoteInTextIsVerifiedLikeABareOne() {
    QuoteContext context = QuoteContext.pinned(Instant.parse("2025-06-20T00:00:00Z"));
    String td = "0400020081000000" + "00000000" + "939a7233f79c4ca9940a0db3957f0607";
    byte[] bare = HexFormat.of().parseHex(td);
    for (String text : new String[] {td, Base64.getEncoder().encodeToString(bare), "0x" + td}) {
      String json = "{\"quote\":\"" + text + "\"}";
      assertThat(Quotes.verify(json.getBytes(UTF_8), context))
          .isEqualTo(Quotes.verify(bare, context));
    }
    assertThat(Quotes.verify("{\"quote\":\"none\"}".getBytes(UTF_8), context).findings())
        .extracting(Finding::code)
        .containsExactly("quote-unknown");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
