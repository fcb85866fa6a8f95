package dev.vmr.tests.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a case states, value by value, and that nothing of it is left uncompared. */
final class Facts {
  private final Map<String, String> stated = new TreeMap<>();
  private final List<Source> sources = new ArrayList<>();

  /** Says what we have found, in the spelling of what was stated. */
  interface Source {
    /**
     * A value.
     *
     * @param path such as {@code pcrs/sha1/7}
     * @param stated what the case says
     * @return what is true; empty when this source knows nothing of it
     */
    Optional<String> find(String path, String stated) throws Exception;
  }

  /** All values of {@code expected} and {@code checked.facts}. */
  Facts(JsonNode expected) {
    flatten("", expected.path("checked").path("facts"));
    flatten("expected", expected.path("expected"));
  }

  private void flatten(String path, JsonNode node) {
    String prefix = path.isEmpty() ? "" : path + "/";
    if (node.isObject()) {
      node.fields().forEachRemaining(each -> flatten(prefix + each.getKey(), each.getValue()));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        flatten(prefix + i, node.get(i));
      }
    }
    if (node.isValueNode() || (node.isEmpty() && !path.isEmpty() && !path.equals("expected"))) {
      stated.put(path, node.isValueNode() ? node.asText() : "none");
    }
  }

  void add(Source source) {
    sources.add(source);
  }

  /** The same, for paths that begin so. */
  void add(String prefix, Source source) {
    sources.add(
        (path, value) ->
            path.startsWith(prefix)
                ? source.find(path.substring(prefix.length()), value)
                : Optional.empty());
  }

  int size() {
    return stated.size();
  }

  /** Every value is known to a source, and is what the source says. */
  void compare() throws Exception {
    for (Map.Entry<String, String> each : stated.entrySet()) {
      String found = null;
      for (Source source : sources) {
        found = found == null ? source.find(each.getKey(), each.getValue()).orElse(null) : found;
      }
      assertThat(found).as(each.getKey()).isEqualToIgnoringCase(each.getValue());
    }
  }
}
