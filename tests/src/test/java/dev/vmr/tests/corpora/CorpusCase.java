package dev.vmr.tests.corpora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One folder of the corpora: evidence, and in {@code expected.json} what is known of it. */
record CorpusCase(Path folder) {
  static List<CorpusCase> all() throws IOException {
    List<CorpusCase> cases = new ArrayList<>();
    for (Path kind : folders(Corpora.path(""))) {
      folders(kind).forEach(each -> cases.add(new CorpusCase(each)));
    }
    return cases;
  }

  private static List<Path> folders(Path parent) throws IOException {
    try (Stream<Path> all = Files.list(parent)) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }

  String kind() {
    return folder.getParent().getFileName().toString();
  }

  String name() {
    return folder.getFileName().toString();
  }

  JsonNode expected() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
  }

  /** The first row of each quote in it. */
  List<QuoteCase> quotes() throws IOException {
    List<QuoteCase> own = new ArrayList<>();
    for (QuoteCase each : QuoteCorpusTest.cases()) {
      boolean known = own.stream().anyMatch(other -> other.quote().equals(each.quote()));
      if (each.quote().startsWith(this + "/") && !known) {
        own.add(each);
      }
    }
    return own;
  }

  /** Its logs, that of which it states values first. */
  List<LogFile> logs() throws IOException {
    return LogFile.all()
        .filter(each -> each.path().getParent().equals(folder))
        .sorted((a, b) -> Boolean.compare(b.main(), a.main()))
        .toList();
  }

  @Override
  public String toString() {
    return kind() + "/" + name();
  }
}
