package dev.vmr.tests.vectors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A golden file: lines {@code key: value}, a line {@code ---}, and a log, byte for byte. */
record Vector(String name, List<String> head, Path log) {
  private static final byte[] MARK = "\n---\n".getBytes(StandardCharsets.US_ASCII);

  static Vector read(Path file, Path folder) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int mark = 0;
    while (!Arrays.equals(bytes, mark, mark + MARK.length, MARK, 0, MARK.length)) {
      mark++;
    }
    Path log = folder.resolve(file.getFileName() + ".log");
    Files.write(log, Arrays.copyOfRange(bytes, mark + MARK.length, bytes.length));
    String head = new String(bytes, 0, mark, StandardCharsets.US_ASCII);
    return new Vector(file.getFileName().toString(), head.lines().toList(), log);
  }

  List<String> all(String key) {
    return head.stream()
        .filter(line -> line.startsWith(key + ": "))
        .map(line -> line.substring(key.length() + 2))
        .toList();
  }

  Optional<String> one(String key) {
    return all(key).stream().findFirst();
  }
}
