package dev.vmr.tests.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.VmrProcess;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A list that is larger than the heap: memory is needed for one entry. With {@code
 * -Dvmr.ima.entries=10000000} it has 1.3 GB.
 */
class HugeImaListIT {
  private static final int ENTRIES = Integer.getInteger("vmr.ima.entries", 400_000);
  private static final String HEAP = "-Xmx32m";
  private static final List<String> BANKS = List.of("SHA-1", "SHA-256");

  @TempDir Path folder;
  private Path list;
  private final List<String> values = new ArrayList<>();
  private final List<String> valuesBeforeTheLast = new ArrayList<>();

  /** Entries of the template ima-ng, and what they extend a PCR to. */
  @BeforeEach
  void write() throws Exception {
    list = folder.resolve("list");
    List<MessageDigest> hashes = new ArrayList<>();
    List<byte[]> pcrs = new ArrayList<>();
    for (String bank : BANKS) {
      hashes.add(MessageDigest.getInstance(bank));
      pcrs.add(new byte[hashes.get(hashes.size() - 1).getDigestLength()]);
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(list), 1 << 20)) {
      for (int i = 0; i < ENTRIES; i++) {
        byte[] data = data(i);
        if (i == ENTRIES - 1) {
          describe(pcrs, valuesBeforeTheLast);
        }
        for (int bank = 0; bank < BANKS.size(); bank++) {
          MessageDigest hash = hashes.get(bank);
          byte[] digest = hash.digest(data);
          if (bank == 0) {
            out.write(entry(digest, data));
          }
          hash.update(pcrs.get(bank));
          pcrs.set(bank, hash.digest(digest));
        }
      }
    }
    describe(pcrs, values);
  }

  private static void describe(List<byte[]> pcrs, List<String> target) {
    target.add("sha1:" + HexFormat.of().formatHex(pcrs.get(0)));
    target.add("sha256:" + HexFormat.of().formatHex(pcrs.get(1)));
  }

  private static byte[] data(int number) {
    byte[] path = ("/usr/lib/file-" + number + "\0").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer data = ByteBuffer.allocate(4 + 40 + 4 + path.length);
    data.order(ByteOrder.LITTLE_ENDIAN).putInt(40);
    data.put("sha256:\0".getBytes(StandardCharsets.US_ASCII)).putInt(number).position(44);
    return data.putInt(path.length).put(path).array();
  }

  private static byte[] entry(byte[] digest, byte[] data) {
    ByteBuffer entry = ByteBuffer.allocate(4 + 20 + 4 + 6 + 4 + data.length);
    entry.order(ByteOrder.LITTLE_ENDIAN).putInt(10).put(digest).putInt(6);
    return entry
        .put("ima-ng".getBytes(StandardCharsets.US_ASCII))
        .putInt(data.length)
        .put(data)
        .array();
  }

  /**
   * Runs a command with a small heap; of what it prints the end is kept, and the number of lines.
   */
  private VmrProcess.Result run(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", "-c"));
    command.add("{ \"$@\"; echo \"exit $?\"; } | tee lines | tail -n 20; wc -l <lines; rm lines");
    command.add("sh");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", HEAP, "-cp", System.getProperty("java.class.path")));
    command.add("dev.vmr.cli.Vmr");
    command.addAll(List.of(args));
    long start = System.nanoTime();
    VmrProcess.Result result = Programs.run(folder, Map.of(), command.toArray(new String[0]));
    System.out.printf(
        "%s of %d entries, %s: %.1f s%n",
        args[1], ENTRIES, HEAP, (System.nanoTime() - start) / 1e9);
    return result;
  }

  @Test
  void aListLargerThanTheHeapIsReplayedCheckedAndShown() throws Exception {
    assertThat(Files.size(list)).isGreaterThan(32 << 20);
    VmrProcess.Result replayed = run("ima", "replay", "--banks", "sha1,sha256", list.toString());
    for (String value : values) {
      assertThat(replayed.output()).contains(value.replace(":", ": "));
    }
    VmrProcess.Result accepted = check(values);
    assertThat(accepted.output()).contains("all agrees", "exit 0");

    VmrProcess.Result ahead = check(valuesBeforeTheLast);
    assertThat(ahead.output()).contains("ima-list-ahead", "exit 1");
    List<String> others = new ArrayList<>(values);
    others.set(1, "sha256:" + "0".repeat(64));
    assertThat(check(others).output()).contains("error ima-", "exit 1");

    VmrProcess.Result shown = run("ima", "show", list.toString());
    assertThat(shown.output())
        .contains("/usr/lib/file-" + (ENTRIES - 1) + "\n", "exit 0\n" + (ENTRIES + 1) + "\n");
  }

  private VmrProcess.Result check(List<String> banks) throws Exception {
    return run("ima", "check", "--bank", banks.get(0), "--bank", banks.get(1), list.toString());
  }
}
