package dev.vmr.tests.browser;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.log.LineScanner;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.Replay;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.Source;
import dev.vmr.verify.appraisal.Appraisal;
import dev.vmr.verify.policy.Policy;
import dev.vmr.verify.report.Report;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Pages to look at: one about good evidence, one about evidence of which everything is bad. */
final class Pages {
  private static final RegisterName RTMR3 = new RegisterName("rtmr3");

  /** What must stay text, whatever of it a browser might take for something else. */
  static final List<String> HOSTILE =
      List.of(
          "<script>document.title='run'</script>",
          "<img src=x onerror=document.title='run'>",
          "</title></style></script><svg onload=document.title='run'>",
          "\" onmouseover=\"document.title='run'\" style=\"position:fixed;inset:0",
          "' autofocus onfocus='document.title=1",
          "javascript:document.title='run'",
          "{{constructor.constructor('document.title=1')()}}",
          "<link rel=stylesheet href=http://192.0.2.1/x.css><iframe src=http://192.0.2.1/>",
          "&lt;script&gt; &#60;b&#62; \u202Egnp.exe \u0000 \u2028",
          "w".repeat(2000));

  private Pages() {}

  private static String digest(String text) {
    return HashAlgorithm.SHA384.hash(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static Source source(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return () -> new ByteArrayInputStream(bytes);
  }

  private static String log(int entries) {
    StringBuilder log =
        new StringBuilder("SYNC ").append(Digest.zero(HashAlgorithm.SHA384)).append('\n');
    log.append("vmr begin 1 boot/0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11 register/rtmr3\n");
    log.append("mr_aa define sha384\n");
    for (int i = 0; i < entries; i++) {
      log.append("mr_app extend ").append(digest("app" + i)).append(" -- configuration ");
      log.append(i).append(" of the application\n");
      log.append("mr_aa extend ").append(digest("aa" + i)).append('\n');
    }
    return log.append("mr_app lock\n").toString();
  }

  private static Digest value(String log) throws IOException {
    Replay replay = new Replay();
    LineScanner.scan(source(log).open(), replay);
    return replay.value();
  }

  private static QuotedRegisters quoted(Digest rtmr3, List<Finding> findings) {
    ImmutableListMultimap.Builder<String, QuotedValue> values = ImmutableListMultimap.builder();
    values.put("mrtd", QuotedValue.of(Digest.parse(digest("mrtd"))));
    for (int i = 0; i < 3; i++) {
      values.put("rtmr" + i, QuotedValue.of(Digest.zero(HashAlgorithm.SHA384)));
    }
    values.put("rtmr3", QuotedValue.of(rtmr3));
    return new QuotedRegisters(
        QuotedPlatform.TDX,
        values.build(),
        QuotedValue.raw(new byte[64]),
        ImmutableMap.of("quote_version", "4", "debug", "false"),
        findings);
  }

  /** Everything fits. */
  static String good() throws Exception {
    String log = log(4);
    Appraisal appraisal =
        new Appraisal(
            quoted(value(log), List.of()), Policy.parse("vmr policy 1\nvirtual mr_app locked\n"));
    appraisal.own("rtmr3.log", source(log), RTMR3);
    return Report.page(appraisal.run(), "2026-01-31T12:00:00Z");
  }

  /** Nothing fits, and every text is hostile. */
  static String bad() throws Exception {
    String log = log(30) + "mr_app extend sha384/00\n";
    String evil = String.join(" ", HOSTILE);
    Appraisal appraisal =
        new Appraisal(
            quoted(
                Digest.parse(digest("other")),
                List.of(Finding.error("quote-signature", "the quote: " + evil))),
            Policy.none());
    appraisal.own("rtmr3.log", source(log), RTMR3);
    appraisal.log("one", source(dstack("same", HOSTILE)), null, RTMR3);
    appraisal.log("other<b>", source(dstack("another", HOSTILE)), null, RTMR3);
    return Report.page(appraisal.run(), "<b>" + evil);
  }

  /** Events of RTMR0 whose names and contents are these. */
  private static String dstack(String first, List<String> names) {
    StringBuilder events = new StringBuilder("[");
    for (String each : names) {
      String name = (events.length() == 1 ? first : each).replace("\\", "").replace("\"", "\\\"");
      StringBuilder safe = new StringBuilder();
      name.chars()
          .forEach(c -> safe.append(c < ' ' || c > '~' ? "\\u%04x".formatted(c) : (char) c + ""));
      events.append(events.length() == 1 ? "" : ",").append("{\"imr\":0,\"event_type\":134217729");
      events.append(",\"event\":\"").append(safe).append("\",\"event_payload\":\"3c623e\"}");
    }
    return events.append("]").toString();
  }
}
