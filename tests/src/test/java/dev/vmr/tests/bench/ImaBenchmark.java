package dev.vmr.tests.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A list of 500,000 entries in two banks: the whole process, with the start of the JVM, beside
 * evmctl's, on all cores and on one; then what of it is what.
 */
final class ImaBenchmark {
  private static final int ENTRIES = 500_000;
  private static final int ROUNDS = 5;

  /** The bytes of data in each entry: two lengths, a digest with its name, a path. */
  private static final int DATA = 4 + 40 + 4 + 37;

  private ImaBenchmark() {}

  static void run(Path folder, Path vmr) throws Exception {
    Path list = folder.resolve("ima.bin");
    write(list);
    List<String> ours =
        List.of(vmr.toString(), "ima", "replay", "--banks", "sha1,sha256", list.toString());
    List<String> theirs = new ArrayList<>(List.of("evmctl", "ima_measurement"));
    for (String line : output(ours).lines().toList()) {
      String bank = line.substring(0, line.indexOf(':'));
      String value = line.substring(bank.length() + 2);
      StringBuilder all = new StringBuilder();
      for (int pcr = 0; pcr < 24; pcr++) {
        String hex = pcr == 10 ? value : "0".repeat(value.length());
        all.append(String.format("PCR-%02d: %s%n", pcr, hex));
      }
      Path pcrs = Files.writeString(folder.resolve("pcrs-" + bank), all);
      theirs.addAll(List.of("--pcrs", bank + "," + pcrs));
    }
    theirs.add(list.toString());
    if (!output(theirs).contains("Matched per TPM bank")) {
      throw new IllegalStateException("evmctl does not agree");
    }
    compare("IMA replay", ours, theirs);
    compare("  on one core", onOneCore(ours), onOneCore(theirs));
    List<String> empty = List.of(vmr.toString(), "ima", "replay", "/dev/null");
    System.out.printf(
        "  of an empty list %11.2f s            on one core %7.2f%n",
        median(empty), median(onOneCore(empty)));
    ImaFloor.run(list, ENTRIES, DATA);
    Files.delete(list);
  }

  private static void compare(String what, List<String> ours, List<String> theirs)
      throws Exception {
    double[] us = new double[ROUNDS];
    double[] peer = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      peer[round] = seconds(theirs);
      us[round] = seconds(ours);
    }
    Arrays.sort(us);
    Arrays.sort(peer);
    double ratio = peer[ROUNDS / 2] / us[ROUNDS / 2];
    System.out.printf(
        "%-18s%12.2f s            evmctl %11.2f   ratio %.2f (>= 3)%n",
        what, us[ROUNDS / 2], peer[ROUNDS / 2], ratio);
  }

  private static List<String> onOneCore(List<String> command) {
    List<String> bound = new ArrayList<>(List.of("taskset", "-c", "0"));
    bound.addAll(command);
    return bound;
  }

  private static double median(List<String> command) throws Exception {
    double[] seconds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      seconds[round] = seconds(command);
    }
    Arrays.sort(seconds);
    return seconds[ROUNDS / 2];
  }

  private static double seconds(List<String> command) throws Exception {
    long start = System.nanoTime();
    output(command);
    return (System.nanoTime() - start) / 1e9;
  }

  private static String output(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + ": " + text);
    }
    return text;
  }

  private static void write(Path list) throws IOException, GeneralSecurityException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(list), 1 << 16)) {
      for (int i = 0; i < ENTRIES; i++) {
        byte[] name =
            String.format("/usr/lib/x86_64-linux-gnu/%07d.so\0", i)
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer data = ByteBuffer.allocate(DATA).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(40).put("sha256:\0".getBytes(StandardCharsets.US_ASCII));
        data.put(sha256.digest(name)).putInt(name.length).put(name);
        ByteBuffer head = ByteBuffer.allocate(38).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(10).put(sha1.digest(data.array())).putInt(6);
        head.put("ima-ng".getBytes(StandardCharsets.US_ASCII)).putInt(data.capacity());
        out.write(head.array());
        out.write(data.array());
      }
    }
  }
}
