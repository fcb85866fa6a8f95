package dev.vmr.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.vmr.ima.pattern.PathPattern;
import dev.vmr.ima.pattern.PatternFormatException;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.VmrProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What our patterns match is what Python's do, and what Python refuses we refuse. */
class PythonPatternsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATTERNS = Integer.getInteger("vmr.patterns", 5_000);
  private static final int PATHS = 8;
  private static final List<String> ATOMS =
      List.of(
          "a", "b", "/", ".", "[ab]", "[^a]", "[^/]", "^", "$", "\\b", "\\B", "\\w", "\\d", "\\S",
          "\\.", "1", " ", "é", "", "[]a]", "[a-b]", "[\\d_]", "{", "}", "a{", "{1", "\\A", "\\Z",
          "\\x61", "\\u0062", "\\141", "\\n", "[\\n]", "\\1", "\\q", "[b-a]", "(?i)", "(", ")", "*",
          "[\\w-a]", "\\-", "]", "-", "_", "\\0", "[\\1]");

  private static final String ORACLE =
      """
      import json, re, sys, warnings
      warnings.simplefilter("error")
      cases = json.load(open(sys.argv[1]))
      answers = []
      for case in cases:
          try:
              pattern = re.compile(case["pattern"])
          except (re.error, Warning, OverflowError, RecursionError):
              answers.append(None)
              continue
          answers.append([pattern.match(path) is not None for path in case["paths"]])
      json.dump(answers, open(sys.argv[2], "w"))
      """;

  @TempDir Path folder;

  private static String pattern(Random random, int depth) {
    if (depth == 0) {
      return ATOMS.get(random.nextInt(random.nextInt(4) == 0 ? ATOMS.size() : 20));
    }
    String first = pattern(random, depth - 1);
    String second = pattern(random, depth - 1);
    return switch (random.nextInt(14)) {
      case 0 -> "(?:" + first + ")*";
      case 1 -> "(" + first + ")+?";
      case 2 -> "(" + first + "){1,2}";
      case 3 -> first + "?";
      case 4 -> "(" + first + "|" + second + ")";
      case 5 -> "(?=" + first + ")" + second;
      case 6 -> "(?!" + first + ")" + second;
      case 7 -> "(?i:" + first + ")" + second;
      case 8 -> first + "{,2}" + second;
      case 9 -> first + "|" + second;
      case 10 -> "(?s:" + first + ")(?P<n" + random.nextInt(1000) + ">" + second + ")";
      default -> first + second;
    };
  }

  private static String path(Random random) {
    StringBuilder path = new StringBuilder();
    for (int i = random.nextInt(7); i > 0; i--) {
      path.append("aabb//A.1_ é\n-{}".charAt(random.nextInt(16)));
    }
    return path.toString();
  }

  @Test
  void agreesWithPythonOnRandomPatterns() throws Exception {
    Programs.require("python3");
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    ArrayNode cases = JSON.createArrayNode();
    for (int i = 0; i < PATTERNS; i++) {
      ArrayNode paths = cases.addObject().put("pattern", pattern(random, 3)).putArray("paths");
      for (int j = 0; j < PATHS; j++) {
        paths.add(path(random));
      }
    }
    Path given = folder.resolve("cases");
    JSON.writeValue(given.toFile(), cases);
    Path script = Files.writeString(folder.resolve("oracle.py"), ORACLE);
    Path answers = folder.resolve("answers");
    VmrProcess.Result result =
        Programs.run(
            folder, Map.of(), "python3", script.toString(), given.toString(), answers.toString());
    assertThat(result.exitCode()).as(result.output()).isZero();
    JsonNode python = JSON.readTree(answers.toFile());
    int matched = 0;
    for (int i = 0; i < PATTERNS; i++) {
      matched += compare(cases.get(i), python.get(i), seed);
    }
    assertThat(matched).as("patterns that both take").isGreaterThan(PATTERNS / 2);
  }

  /** Ours may refuse more than Python, nothing else. */
  private static int compare(JsonNode given, JsonNode python, long seed) {
    String pattern = given.path("pattern").asText();
    List<Boolean> ours = new ArrayList<>();
    try {
      PathPattern compiled = PathPattern.ofRegex(pattern);
      given.path("paths").forEach(path -> ours.add(compiled.matchesBeginning(path.asText())));
    } catch (PatternFormatException e) {
      return 0;
    }
    assertThat(python.isNull()).as("seed %d: Python refuses %s", seed, pattern).isFalse();
    for (int i = 0; i < ours.size(); i++) {
      assertThat(ours.get(i))
          .as("seed %d: %s on %s", seed, pattern, given.path("paths").get(i))
          .isEqualTo(python.get(i).asBoolean());
    }
    return 1;
  }
}
