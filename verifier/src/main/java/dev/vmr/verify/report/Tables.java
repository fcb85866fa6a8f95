package dev.vmr.verify.report;

import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.appraisal.AttestationResult;
import dev.vmr.verify.appraisal.LogDifference;
import dev.vmr.verify.appraisal.Proof;
import dev.vmr.verify.appraisal.RegisterChain;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The parts of the page that are lists and tables. */
final class Tables {
  private final AttestationResult result;
  private final Map<Finding, String> links;

  Tables(AttestationResult result, Map<Finding, String> links) {
    this.result = result;
    this.links = links;
  }

  void findings(Html page) {
    page.raw("<section><h2>Findings</h2>");
    List<Finding> worstFirst =
        result.findings().stream()
            .sorted(Comparator.comparing(Finding::severity).reversed())
            .toList();
    if (worstFirst.isEmpty()) {
      page.raw("<p class=\"soft\">None.</p>");
    }
    page.raw("<ul class=\"findings\">");
    for (Finding each : worstFirst) {
      page.raw("<li>").chip(Tones.of(each.severity()), each.severity().text());
      page.element("code", "", each.code());
      String anchor = links.get(each);
      if (anchor != null) {
        String place = each.line() == null ? "show it" : "line " + each.line();
        page.raw("<a href=\"#" + anchor + "\">").text(place).raw("</a> ");
      } else if (each.line() != null) {
        page.element("span", "soft", "line " + each.line()).raw(" ");
      }
      page.text(each.text()).raw("</li>");
    }
    page.raw("</ul></section>\n");
  }

  void differences(Html page) {
    if (result.differences().isEmpty()) {
      return;
    }
    page.raw("<section><h2>Where two accounts part</h2>");
    for (LogDifference each : result.differences()) {
      page.element("p", "", "Extension " + each.number() + " of " + each.register());
      page.raw("<div class=\"pair\">");
      side(page, each.left());
      side(page, each.right());
      page.raw("</div>");
    }
    page.raw("</section>\n");
  }

  private static void side(Html page, LogDifference.Side side) {
    page.raw("<div>").element("p", "", side.label());
    if (side.digest() == null) {
      page.element("span", "soft", "has ended");
    } else {
      page.element("span", "soft", side.place()).raw(" ").element("code", "", side.digest());
      page.raw("<br>").text(side.text());
    }
    page.raw("</div>");
  }

  void registers(Html page) {
    if (result.chains().isEmpty()) {
      return;
    }
    page.raw("<section><h2>Registers</h2><table><thead><tr><th>Register<th>State<th>Value")
        .raw("<th>Explained by</tr></thead><tbody>");
    for (RegisterChain each : Picture.inOrder(result)) {
      page.raw("<tr>").cell("").element("strong", "", each.register()).raw("</td>");
      page.cell("").chip(Tones.of(each.state()), each.state().text()).raw("</td>");
      page.cell("value").element("code", "", each.expected());
      if (each.state() == RegisterChain.State.DIFFERS) {
        page.raw("<br><span class=\"soft\">replayed </span>").element("code", "", each.replayed());
      }
      page.raw("</td>").cell("by").text(String.join(", then ", each.logs())).raw("</td></tr>");
    }
    page.raw("</tbody></table></section>\n");
  }

  void virtual(Html page) {
    if (result.virtual().isEmpty()) {
      return;
    }
    page.raw("<section><h2>Virtual registers</h2><table><thead><tr><th>Register<th>Extensions")
        .raw("<th>Value</tr></thead><tbody>");
    result
        .virtual()
        .forEach(
            (name, register) -> {
              page.raw("<tr>").cell("").element("strong", "", name);
              if (register.locked()) {
                page.raw(" ").chip("info", "locked");
              }
              page.raw("</td>").cell("extensions").text(register.extensions()).raw("</td>");
              page.cell("value");
              register
                  .banks()
                  .values()
                  .forEach(bank -> page.raw("<div>").element("code", "", bank).raw("</div>"));
              page.raw("</td></tr>");
            });
    page.raw("</tbody></table></section>\n");
  }

  void quote(Html page) {
    page.raw("<section><details><summary>What the quote says</summary><table><tbody>");
    for (Map.Entry<String, QuotedValue> each : result.quoted().registers().entries()) {
      row(page, each.getKey(), each.getValue());
    }
    result.quoted().claims().forEach((name, value) -> row(page, name, value));
    page.raw("</tbody></table></details></section>\n");
  }

  private static void row(Html page, String name, Object value) {
    page.raw("<tr>").cell("").text(name).raw("</td>").cell("").element("code", "", value);
    page.raw("</td></tr>");
  }

  void proofs(Html page) {
    page.raw("<section><details><summary>").text(result.proofs().size() + " proofs");
    page.raw("</summary><ul class=\"findings\">");
    for (Proof each : result.proofs()) {
      page.raw("<li>").chip(result.accepted() ? "good" : "none", each.code());
      page.element("code", "", each.subject()).text(each.text()).raw("</li>");
    }
    page.raw("</ul></details></section>\n");
  }
}
