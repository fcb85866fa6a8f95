package dev.vmr.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.log.LineScanner;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.Replay;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.appraisal.Appraisal;
import dev.vmr.verify.appraisal.AttestationResult;
import dev.vmr.verify.event.EventDraft;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.LogPlace;
import dev.vmr.verify.event.PlainContent;
import dev.vmr.verify.policy.Policy;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/report.md. */
class ReportTest {
  private static final RegisterName RTMR3 = new RegisterName("rtmr3");
  private static final String HOSTILE = "</style><script>alert(1)</script>\"'&\u202e<img src=//x>";
  private static final Digest A = HashAlgorithm.SHA384.hash(new byte[] {1});
  private static final Digest B = HashAlgorithm.SHA384.hash(new byte[] {2});

  private static AttestationResult result(boolean right) throws Exception {
    RegisterBank firmware = RegisterBank.zero(HashAlgorithm.SHA384).extendedBy(A);
    String own =
        "SYNC "
            + firmware.value()
            + "\nvmr begin 1 boot/0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11 register/rtmr3"
            + "\nmr_app extend "
            + A
            + " -- <b onclick=x()>x</b>\nmr_aa extend "
            + B
            + "\nmr_app image.pull </script><img src=//x onerror=y()>\n";
    byte[] bytes = own.getBytes(StandardCharsets.US_ASCII);
    Replay replay = new Replay(HashAlgorithm.SHA384, firmware.value());
    LineScanner.scan(new ByteArrayInputStream(bytes), replay);
    QuotedRegisters quoted =
        new QuotedRegisters(
            QuotedPlatform.TDX,
            ImmutableListMultimap.of(
                "rtmr0", QuotedValue.of(B), "rtmr3", QuotedValue.of(replay.value())),
            QuotedValue.raw(new byte[64]),
            ImmutableMap.of("vendor", HOSTILE),
            List.of());
    Appraisal appraisal = new Appraisal(quoted, Policy.none());
    LogDraft ccel = new LogDraft();
    ccel.add(
        new EventDraft(LogPlace.offset(65), "EV_" + HOSTILE)
            .extend(RTMR3, List.of(A))
            .data(new byte[1], 0, 1, data -> PlainContent.decoded(HOSTILE, Map.of())));
    ccel.find(EventFinding.Code.INVALID_DATA, LogPlace.offset(65), HOSTILE);
    appraisal.log("ccel" + HOSTILE, ccel.finish(LogKind.CCEL), null);
    LogDraft nested = new LogDraft();
    nested.add(new EventDraft(LogPlace.line(2), "app").extend(RTMR3, List.of(right ? B : A)));
    appraisal.log("aael", nested.finish(LogKind.AAEL_TEXT), new RegisterName("mr_aa"));
    appraisal.own("vmr.log", () -> new ByteArrayInputStream(bytes), RTMR3);
    return appraisal.run();
  }

  @Test
  void hostileTextStaysText() throws Exception {
    String page = Report.page(result(false), HOSTILE);
    assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
    assertThat(page).doesNotContain("<script", "<img", "\u202e", "<b ");
    assertThat(count(page, "</style>")).isEqualTo(1);
    StringBuilder tags = new StringBuilder();
    Pattern.compile("<[^>]*>").matcher(page).results().forEach(tag -> tags.append(tag.group()));
    assertThat(tags.toString())
        .contains("<section")
        .doesNotContainPattern("(?i)\\son[a-z]+\\s*=|style=|src=|url\\(|@import|https?:");
  }

  @Test
  void everyTagIsClosedAndEveryLinkLeadsSomewhere() throws Exception {
    for (boolean right : new boolean[] {true, false}) {
      String page = Report.page(result(right), "now");
      for (String tag : new String[] {"section", "details", "ol", "ul", "table", "svg", "g", "a"}) {
        assertThat(count(page, "<" + tag + "[ >]"))
            .as(tag)
            .isEqualTo(count(page, "</" + tag + ">"));
      }
      Matcher links = Pattern.compile("href=\"#([^\"]+)\"").matcher(page);
      int found = 0;
      for (; links.find(); found++) {
        assertThat(count(page, "id=\"" + Pattern.quote(links.group(1)) + "\"")).isEqualTo(1);
      }
      assertThat(found).isPositive();
    }
  }

  private static int count(String page, String pattern) {
    return (int) Pattern.compile(pattern).matcher(page).results().count();
  }

  @Test
  void saysTheVerdictFirstAndWhereTwoAccountsPart() throws Exception {
    String wrong = Report.page(result(false), "now");
    assertThat(wrong.indexOf("Rejected</h1>")).isBetween(0, wrong.indexOf("<h2>Findings"));
    assertThat(wrong).contains("Where two accounts part", "Extension 1 of mr_aa", "line 4");
    String right = Report.page(result(true), "now");
    assertThat(right).doesNotContain("Where two accounts part").contains("mr_aa");
    assertThat(result(true).findings()).extracting(Finding::code).contains("log-missing");
  }

  @Test
  void aValueWithoutAQuoteIsNotCalledGenuine() throws Exception {
    for (QuotedPlatform platform :
        new QuotedPlatform[] {QuotedPlatform.UNKNOWN, QuotedPlatform.TDX}) {
      QuotedRegisters quoted =
          new QuotedRegisters(
              platform,
              ImmutableListMultimap.of(
                  "rtmr3", QuotedValue.of(RegisterBank.zero(HashAlgorithm.SHA384).value())),
              null,
              ImmutableMap.of(),
              List.of());
      AttestationResult result = new Appraisal(quoted, Policy.none()).run();
      boolean elsewhere = platform == QuotedPlatform.UNKNOWN;
      assertThat(result.accepted()).isTrue();
      assertThat(result.findings().stream().anyMatch(f -> f.code().equals("quote-elsewhere")))
          .isEqualTo(elsewhere);
      assertThat(result.proofs().stream().anyMatch(p -> p.code().equals("quote")))
          .isEqualTo(!elsewhere);
      String page = Report.page(result, "now");
      assertThat(page.contains("The quote is genuine")).isEqualTo(!elsewhere);
      assertThat(page.contains("No quote was looked at.")).isEqualTo(elsewhere);
    }
  }

  @ParameterizedTest
  @CsvSource({"a<b, a&lt;b", "a&b, a&amp;b", "a>b, a&gt;b", "é, é"})
  void escapes(String text, String expected) {
    assertThat(Html.escape(text)).isEqualTo(expected);
  }

  @Test
  void replacesWhatIsNotSeen() {
    assertThat(Stream.of("\0", "\n", "\u007f", "\u200b", "\u202e", "\u2028", "\ud800", "\ue000"))
        .allSatisfy(each -> assertThat(Html.escape(each)).isEqualTo("\ufffd"));
    assertThat(Html.escape("\"'")).isEqualTo("&quot;&#39;");
  }
}
