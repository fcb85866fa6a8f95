package dev.vmr.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of {@code vmr verify --html} (docs/report.md) as a browser shows it, on a desk and on a
 * phone, in the light and in the dark. The pictures are left in {@code target/pages}.
 */
class ReportIT {
  private static final int DESK = 1280;
  private static final int PHONE = 390;

  /** Texts that are hard to read: less than 4.5 to 1 between them and what they stand on. */
  private static final String FAINT =
      """
(() => {
  const rgb = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = c => {
    const [r, g, b] = rgb(c).map(v => v / 255).map(
      v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor;
      if (rgb(c).length < 4 || rgb(c)[3] > 0) return c;
    }
    return 'rgb(255,255,255)';
  };
  const faint = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const e = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || e.closest('svg') || !e.getClientRects().length) continue;
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.push(texts.currentNode.data.slice(0, 40));
  }
  return faint;
})()
""";

  private static final String WIDTHS =
      "[document.documentElement.scrollWidth, document.documentElement.clientWidth]";

  @TempDir Path folder;

  @Test
  void isReadableEverywhere() throws Exception {
    try (Browser browser = new Browser(folder)) {
      for (String name : List.of("good", "bad")) {
        String html = name.equals("good") ? Pages.good() : Pages.bad();
        Path page = Files.writeString(folder.resolve(name + ".html"), html);
        List<String> grounds = new ArrayList<>();
        for (int width : new int[] {DESK, PHONE}) {
          for (boolean dark : new boolean[] {false, true}) {
            browser.look(width, 900, dark);
            browser.open(page);
            String look = name + "-" + (width == DESK ? "desk" : "phone") + (dark ? "-dark" : "");
            check(browser, look, width);
            grounds.add(browser.value("getComputedStyle(document.body).backgroundColor").asText());
            Path pages = Files.createDirectories(Path.of("target", "pages"));
            Files.write(pages.resolve(look + ".png"), browser.picture());
          }
        }
        assertThat(grounds.get(0)).as("light and dark").isNotEqualTo(grounds.get(1));
      }
    }
  }

  private static void check(Browser browser, String look, int width) throws Exception {
    JsonNode widths = browser.value(WIDTHS);
    assertThat(widths.get(0).asInt())
        .as("%s: as wide as the window", look)
        .isLessThanOrEqualTo(widths.get(1).asInt());
    assertThat(browser.value(FAINT)).as("%s: faint", look).isEmpty();
    JsonNode top = browser.value("document.querySelector('h1').getBoundingClientRect().bottom");
    assertThat(top.asInt()).as("%s: the verdict is seen first", look).isBetween(1, 200);
    String shown =
        "[...document.querySelectorAll('.picture svg')].filter(e => e.getClientRects().length)"
            + ".map(e => e.getAttribute('class')).join()";
    assertThat(browser.value(shown).asText()).isEqualTo(width == PHONE ? "narrow" : "wide");
    String dangling =
        "[...document.querySelectorAll('a')].filter(a => !a.hash || !document.getElementById("
            + "decodeURIComponent(a.hash.slice(1)))).map(a => a.href)";
    assertThat(browser.value(dangling)).as("%s: links that lead nowhere", look).isEmpty();
    assertThat(browser.events("Network.requestWillBeSent")).as("%s: requests", look).hasSize(1);
    assertThat(browser.events("Page.javascriptDialogOpening")).isEmpty();
  }

  @Test
  void hostileTextsStayText() throws Exception {
    try (Browser browser = new Browser(folder)) {
      browser.look(DESK, 900, false);
      browser.open(Files.writeString(folder.resolve("bad.html"), Pages.bad()));
      assertThat(browser.value("document.title").asText()).isEqualTo("Rejected - vmr verify");
      assertThat(browser.value("document.scripts.length").asInt()).isZero();
      String foreign =
          "[...document.querySelectorAll('img,iframe,link,object,embed,form,input,[style],base,b')]"
              + ".map(e => e.outerHTML.slice(0, 80))";
      assertThat(browser.value(foreign)).as("elements of evidence").isEmpty();
      String handlers =
          "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes])"
              + ".filter(a => a.name.startsWith('on') || /^\\s*javascript:/i.test(a.value))"
              + ".map(a => a.name)";
      assertThat(browser.value(handlers)).as("handlers").isEmpty();
      String text = browser.value("document.body.textContent").asText();
      assertThat(text).contains("<script>document.title='run'</script>", "onerror=document.title");
      assertThat(text).doesNotContain("\u202E", "\u0000", "\u2028");
      // The page's own policy holds even for what would have been inserted.
      browser.value(
          "document.body.insertAdjacentHTML('beforeend', '<img src=x"
              + " onerror=\"document.title=1\">')");
      assertThat(browser.value("document.title").asText()).isEqualTo("Rejected - vmr verify");
    }
  }

  @Test
  void whatMattersIsThere() throws Exception {
    try (Browser browser = new Browser(folder)) {
      browser.look(DESK, 900, false);
      browser.open(Files.writeString(folder.resolve("bad.html"), Pages.bad()));
      assertThat(browser.value("document.querySelectorAll('.pair > div').length").asInt())
          .as("the first difference, side by side")
          .isEqualTo(2);
      assertThat(browser.value("document.querySelector('.pair').textContent").asText())
          .contains("record 1");
      assertThat(browser.value("document.querySelectorAll('.findings a').length").asInt())
          .as("findings that lead to their lines")
          .isPositive();
      browser.open(Files.writeString(folder.resolve("good.html"), Pages.good()));
      List<Integer> lefts = new ArrayList<>();
      for (String box : List.of("Quote", "rtmr3", "rtmr3.log", "mr_app")) {
        String left =
            "[...document.querySelectorAll('svg.wide text')].find(e => e.textContent == '"
                + box
                + "').getBoundingClientRect().left";
        lefts.add(browser.value(left).asInt());
      }
      assertThat(lefts).as("from left to right").isSorted().doesNotHaveDuplicates();
      assertThat(browser.value("document.querySelectorAll('.timeline li').length").asInt())
          .isEqualTo(12);
    }
  }
}
