package dev.vmr.verify.report;

import dev.vmr.log.LineScanner;
import dev.vmr.log.LineSink;
import dev.vmr.record.Extend;
import dev.vmr.record.LogRecord;
import dev.vmr.record.RecordFormatException;
import dev.vmr.register.Digest;
import dev.vmr.verify.appraisal.GivenLog;
import dev.vmr.verify.appraisal.OwnLog;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LogPlace;
import dev.vmr.verify.event.LoggedEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who extended what, log by log; of a long log the beginning, and what findings are about. */
final class Timeline {
  private static final int MOST = 500;
  private static final int LONGEST = 300;

  private final Html page;
  private final Map<String, String> anchors = new HashMap<>();

  Timeline(Html page) {
    this.page = page;
  }

  /** Where a finding's line is shown, by {@code <label>, <place>}. */
  Map<String, String> anchors() {
    return anchors;
  }

  void add(int number, GivenLog log) {
    Set<LogPlace> judged = new HashSet<>();
    Set<LogPlace> wrong = new HashSet<>();
    for (EventFinding each : log.log().findings()) {
      judged.add(each.place());
      if (each.severity() == EventFinding.Severity.ERROR) {
        wrong.add(each.place());
      }
    }
    List<LoggedEvent> events = log.log().events();
    open(log.label(), log.log().kind() + ", " + events.size() + " events");
    int shown = 0;
    for (LoggedEvent event : events) {
      if (shown < MOST || judged.contains(event.place())) {
        shown++;
        event(number, log, event, wrong.contains(event.place()));
      }
    }
    close(events.size() - shown);
  }

  private void event(int number, GivenLog log, LoggedEvent event, boolean wrong) {
    String tone = wrong ? "bad" : event.extended() ? Tones.of(event.coverage()) : "";
    String id = "e" + number + "-" + event.place().unit().text() + event.place().value();
    anchors.putIfAbsent(log.label() + ", " + event.place(), id);
    row(id, tone, event.place().toString());
    String register = event.register().map(Object::toString).orElse("");
    page.element("strong", "", event.extended() ? register : "").text(" " + event.claimedType());
    if (event.extended()) {
      page.raw(" ").chip(Tones.of(event.coverage()), event.coverage().text());
      event.digests().stream().findFirst().ifPresent(this::digest);
    }
    page.element("span", "what", cut(event.claimedContent().text())).raw("</li>");
  }

  void add(int number, OwnLog log, Set<Long> judged) throws IOException {
    open(log.label(), "event log of " + log.register());
    Lines lines = new Lines(number, log, judged);
    try (InputStream in = log.source().open()) {
      LineScanner.scan(in, lines);
    }
    close(lines.left);
  }

  private void open(String label, String what) {
    page.raw("<details open><summary>").text(label).raw(" <span class=\"soft\">").text(what);
    page.raw("</span></summary><ol class=\"timeline\">");
  }

  private void close(long left) {
    if (left > 0) {
      page.raw("<li class=\"soft\">").text(left + " more, not shown").raw("</li>");
    }
    page.raw("</ol></details>");
  }

  private void row(String id, String tone, String place) {
    page.raw("<li id=\"" + id + "\" class=\"" + tone + "\">").element("span", "where", place);
  }

  private void digest(Digest digest) {
    page.raw(" <code title=\"" + digest + "\">").text(Tones.brief(digest.hex())).raw("</code>");
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "\u2026";
  }

  /** Shows the lines of one of our logs. */
  private final class Lines implements LineSink {
    private final int number;
    private final OwnLog log;
    private final Set<Long> judged;
    private int shown;
    private long left;

    Lines(int number, OwnLog log, Set<Long> judged) {
      this.number = number;
      this.log = log;
      this.judged = judged;
    }

    @Override
    public void record(long line, byte[] buffer, int offset, int length) {
      if (shown >= MOST && !judged.contains(line)) {
        left++;
        return;
      }
      shown++;
      String text = new String(buffer, offset, length, StandardCharsets.ISO_8859_1);
      String id = "l" + number + "-" + line;
      anchors.putIfAbsent(log.label() + ", line " + line, id);
      row(id, judged.contains(line) ? "bad" : log.proven() ? "good" : "", "line " + line);
      show(text);
      page.raw("</li>");
    }

    private void show(String text) {
      try {
        LogRecord record = LogRecord.parse(text);
        if (record instanceof Extend extend) {
          page.element("strong", "", extend.name()).text(" extend");
          extend.digests().forEach(Timeline.this::digest);
          if (extend.note() != null) {
            page.element("span", "what", cut(extend.note().text()));
          }
          return;
        }
      } catch (RecordFormatException e) {
        page.chip("bad", "malformed").raw(" ");
      }
      page.element("code", "", cut(text));
    }

    @Override
    public void torn(long line, byte[] buffer, int offset, int length) {
      record(line, buffer, offset, length);
    }

    @Override
    public void tooLong(long line) {
      left++;
    }
  }
}
