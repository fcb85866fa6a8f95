package dev.vmr.tests.clients;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sections of ioctl.script: lines that are run one after another, from a TPM without power. */
final class IoctlScripts {
  private static final Map<String, List<String>> SCRIPTS = new LinkedHashMap<>();

  private IoctlScripts() {}

  private static synchronized Map<String, List<String>> scripts() throws IOException {
    if (SCRIPTS.isEmpty()) {
      try (InputStream in = IoctlScripts.class.getResourceAsStream("ioctl.script")) {
        if (in == null) {
          throw new IOException("ioctl.script is not there");
        }
        List<String> current = new ArrayList<>();
        for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
          if (line.startsWith("== ")) {
            current = new ArrayList<>();
            SCRIPTS.put(line.substring(3), current);
          } else if (!line.isBlank() && !line.startsWith("#")) {
            current.add(line);
          }
        }
      }
    }
    return SCRIPTS;
  }

  static List<String> names() throws IOException {
    return List.copyOf(scripts().keySet());
  }

  static List<String> lines(String name) throws IOException {
    return List.copyOf(scripts().get(name));
  }
}
