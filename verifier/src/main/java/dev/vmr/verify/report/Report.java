package dev.vmr.verify.report;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.Finding;
import dev.vmr.verify.appraisal.AttestationResult;
import dev.vmr.verify.appraisal.GivenLog;
import dev.vmr.verify.appraisal.OwnLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One page about one result: nothing is loaded, nothing runs (docs/report.md). */
public final class Report {
  private static final int LONGEST = 300;

  private final AttestationResult result;
  private final String judgedAt;

  private Report(AttestationResult result, String judgedAt) {
    this.result = result;
    this.judgedAt = judgedAt;
  }

  /**
   * The page.
   *
   * @param judgedAt the time for which the evidence was judged, for people
   * @throws IOException when a log cannot be read again
   */
  public static String page(AttestationResult result, String judgedAt) throws IOException {
    return new Report(result, judgedAt).page();
  }

  private String page() throws IOException {
    Html logs = new Html();
    Timeline timeline = new Timeline(logs);
    timeline(timeline);
    Tables tables = new Tables(result, links(timeline));
    String style = style();
    String hash =
        Base64.getEncoder()
            .encodeToString(
                HashAlgorithm.SHA256.hash(style.getBytes(StandardCharsets.UTF_8)).toByteArray());
    Html page = new Html();
    page.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        .raw("style-src 'sha256-" + hash + "'; base-uri 'none'; form-action 'none'\">")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .raw("<meta name=\"color-scheme\" content=\"light dark\">")
        .raw("<meta name=\"referrer\" content=\"no-referrer\">")
        .element("title", "", (result.accepted() ? "Accepted" : "Rejected") + " - vmr verify")
        .raw("<style>" + style + "</style></head>\n<body><main>");
    verdict(page);
    tables.findings(page);
    page.raw("<section><h2>From the quote to the virtual registers</h2><div class=\"picture\">")
        .raw(PictureDrawing.of(Picture.of(result)))
        .raw("</div></section>");
    tables.differences(page);
    tables.registers(page);
    tables.virtual(page);
    tables.quote(page);
    tables.proofs(page);
    page.raw("<section><h2>Who extended what</h2>");
    page.raw(
        "<p class=\"soft\">What an event says is <em>measured</em> when its digest was computed"
            + " from it, and only <em>claimed</em> otherwise.</p>");
    page.raw(logs.toString()).raw("</section>");
    page.raw("<footer>Made by vmr verify. This page loads nothing and runs nothing.</footer>");
    return page.raw("</main></body></html>\n").toString();
  }

  private void verdict(Html page) {
    boolean good = result.accepted();
    String tone = good ? "good" : "bad";
    page.raw("<section class=\"verdict " + tone + "\">")
        .element("h1", "", Tones.sign(tone) + (good ? " Accepted" : " Rejected"))
        .element("p", "", cut(sentence()))
        .raw("<ul class=\"counts\">")
        .element("li", "", count(Finding.Severity.ERROR, "error"))
        .element("li", "", count(Finding.Severity.WARNING, "warning"))
        .element("li", "", plural(result.proofs().size(), "proof"))
        .element("li", "", "platform " + result.quoted().platform().text())
        .element("li", "", "judged for " + judgedAt)
        .raw("</ul></section>\n");
  }

  private String sentence() {
    return result.findings().stream()
        .filter(each -> each.severity() == Finding.Severity.ERROR)
        .map(Finding::text)
        .findFirst()
        .orElse(
            believed()
                + (found("policy-none")
                    ? " But no reference value was given: nothing says that this is your machine."
                    : ""));
  }

  /** What acceptance means, after whose word it is. */
  private String believed() {
    if (found("quote-simulated")) {
      return "Everything fits together, under a simulated quote, which proves nothing.";
    }
    return found("quote-elsewhere")
        ? "Everything fits the value that was given. No quote was looked at."
        : "The quote is genuine, every log fits it, and nothing was left unexplained that the"
            + " policy does not allow.";
  }

  private boolean found(String code) {
    return result.findings().stream().anyMatch(each -> each.code().equals(code));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "\u2026";
  }

  private String count(Finding.Severity severity, String word) {
    return plural(
        result.findings().stream().filter(each -> each.severity() == severity).count(), word);
  }

  private static String plural(long count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }

  private void timeline(Timeline timeline) throws IOException {
    Set<Long> judged = new HashSet<>();
    for (Finding each : result.findings()) {
      if (each.line() != null) {
        judged.add(each.line());
      }
    }
    int number = 0;
    for (GivenLog each : result.logs()) {
      timeline.add(number++, each);
    }
    for (OwnLog each : result.own()) {
      timeline.add(number++, each, judged);
    }
  }

  /** The anchor of each finding that is about a place in a log. */
  private Map<Finding, String> links(Timeline timeline) {
    Map<Finding, String> links = new HashMap<>();
    for (Finding finding : result.findings()) {
      if (finding.line() != null) {
        for (OwnLog log : result.own()) {
          String anchor = timeline.anchors().get(log.label() + ", line " + finding.line());
          if (anchor != null) {
            links.putIfAbsent(finding, anchor);
          }
        }
      }
      int colon = finding.text().indexOf(": ");
      String anchor = colon < 0 ? null : timeline.anchors().get(finding.text().substring(0, colon));
      if (anchor != null) {
        links.putIfAbsent(finding, anchor);
      }
    }
    return links;
  }

  private static String style() throws IOException {
    try (InputStream in = Report.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IOException("the style sheet is not in the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
