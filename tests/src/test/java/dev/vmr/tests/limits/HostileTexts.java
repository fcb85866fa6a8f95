package dev.vmr.tests.limits;

import static dev.vmr.tests.limits.HostileLogs.SIZE;
import static dev.vmr.tests.limits.HostileLogs.repeat;
import static dev.vmr.tests.limits.HostileLogs.start;
import static dev.vmr.tests.limits.HostileLogs.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Policies, checkpoints, lists and logs of 16 MiB that are made to cost time or memory. */
final class HostileTexts {
  private static final String ZERO = "0".repeat(96);
  private static final int MIB = 1 << 20;

  private HostileTexts() {}

  static Map<String, Supplier<byte[]>> cbor() {
    Map<String, Supplier<byte[]>> all = new LinkedHashMap<>();
    for (String unit : new String[] {"81", "9f", "bf00", "a100", "c1", "5f", "7f", "00", "f6"}) {
      all.put("of " + unit, () -> repeat(new byte[0], hex(unit)));
    }
    all.put("a huge array", () -> start("9affffffff"));
    all.put("a huge map", () -> start("baffffffff"));
    all.put("huge bytes", () -> start("5affffffff"));
    all.put("a text of ten MiB", () -> repeat(hex("7a00a00000"), new byte[] {'a'}));
    all.put("bytes in pieces", () -> repeat(hex("5f"), hex("40")));
    all.put("many keys", HostileTexts::keys);
    return all;
  }

  static Map<String, Supplier<byte[]>> policies() {
    Map<String, Supplier<byte[]>> all = new LinkedHashMap<>();
    all.put("16 MiB of comments", () -> text("vmr policy 1\n", "#\n"));
    all.put("comments", () -> cut(text("vmr policy 1\n", "#\n")));
    all.put("one line", () -> cut(text("vmr policy 1\nunlogged", " a")));
    all.put("one line of blanks", () -> cut(text("vmr policy 1\nunlogged", " ")));
    all.put("registers", HostileTexts::unlogged);
    all.put("values", HostileTexts::values);
    return all;
  }

  static Map<String, Supplier<byte[]>> checkpoints() {
    Map<String, Supplier<byte[]>> all = new LinkedHashMap<>();
    all.put("lines", () -> text("vmr checkpoint 1\n", "a\n"));
    all.put("registers", HostileTexts::checkpoint);
    all.put("one line", () -> text("vmr checkpoint 1\nposition bytes/", "1"));
    return all;
  }

  static Map<String, Supplier<byte[]>> pcrs() {
    Map<String, Supplier<byte[]>> all = new LinkedHashMap<>();
    all.put("values", () -> cut(text("sha256:\n", "  1 : 0x" + "0".repeat(64) + "\n")));
    all.put("banks", () -> cut(text("", "sha256:\n")));
    all.put("one line", () -> cut(text("", "1")));
    return all;
  }

  static Map<String, Supplier<byte[]>> ima() {
    Map<String, Supplier<byte[]>> all = new TreeMap<>();
    HostileLogs.all()
        .forEach((name, log) -> all.putAll(name.startsWith("ima") ? Map.of(name, log) : Map.of()));
    byte[] head = ByteBuffer.allocate(28).putInt(10 << 24).array();
    head[24] = 6;
    all.put("a huge name", () -> start(HexFormat.of().formatHex(head) + "ffffff7f"));
    all.put("violations", () -> text("", "10 " + "0".repeat(40) + " ima-ng sha1:00 a\n"));
    all.put("one line", () -> text("10 ", "0"));
    all.put("unknown templates", () -> text("", "10 " + "1".repeat(40) + " x y\n"));
    return all;
  }

  /** Logs of our own. */
  static Map<String, Supplier<byte[]>> own() {
    Map<String, Supplier<byte[]>> all = new TreeMap<>();
    HostileLogs.all()
        .forEach((name, log) -> all.putAll(name.startsWith("vmr") ? Map.of(name, log) : Map.of()));
    all.put("vmr defines", HostileTexts::defines);
    all.put("vmr resets", () -> text(resettable(), "a reset\n"));
    all.put("vmr extends", () -> text("SYNC sha384/" + ZERO + "\n", extend()));
    return all;
  }

  /** Logs that make an appraisal compare much. */
  static Map<String, Supplier<byte[]>> others() {
    Map<String, Supplier<byte[]>> all = new TreeMap<>();
    all.put("cel of many registers", HostileTexts::indexes);
    for (String name : new String[] {"tcg sha1", "dstack small", "ima text", "aael small"}) {
      HostileLogs.all()
          .forEach((each, log) -> all.putAll(each.startsWith(name) ? Map.of(each, log) : Map.of()));
    }
    return all;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] cut(byte[] text) {
    byte[] cut = Arrays.copyOf(text, MIB - 16);
    cut[cut.length - 1] = '\n';
    return cut;
  }

  private static byte[] keys() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(SIZE);
    out.writeBytes(hex("bf"));
    for (int i = 0; out.size() < SIZE - 16; i++) {
      out.writeBytes(ByteBuffer.allocate(6).put((byte) 0x1A).putInt(i).array());
    }
    return out.toByteArray();
  }

  private static byte[] lines(String first, int size, IntFunction<String> line) {
    StringBuilder out = new StringBuilder(first);
    for (int i = 0; out.length() < size - 512; i++) {
      out.append(line.apply(i));
    }
    return HostileLogs.latin(out.toString());
  }

  private static byte[] unlogged() {
    return lines("vmr policy 1\n", MIB, i -> "unlogged r" + i + "\n");
  }

  private static byte[] values() {
    return lines(
        "vmr policy 1\n", MIB, i -> "register rtmr0 is sha384/" + String.format("%096x", i) + "\n");
  }

  private static byte[] checkpoint() {
    String head =
        "vmr checkpoint 1\nposition bytes/0 lines/0 records/0 syncs/0 jumps/0\nphysical sha384/"
            + ZERO
            + "\nblocks sha256/"
            + "0".repeat(64)
            + "\nrest sha256/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n";
    return lines(head, SIZE, i -> String.format("r%08d holds extends/0 resets/0 locked%n", i));
  }

  private static byte[] defines() {
    return lines(
        "SYNC sha384/" + ZERO + "\n",
        SIZE,
        i -> "r" + i + " define sha1 sha256 sha384 sha512 sm3 sha3-256 sha3-384 sha3-512\n");
  }

  private static String resettable() {
    return "SYNC sha384/" + ZERO + "\na define sha1 sha512 resettable\n";
  }

  private static String extend() {
    return "a extend sha1/" + "1".repeat(40) + "\n";
  }

  /** CEL in TLV, each record of an NV index of its own. */
  private static byte[] indexes() {
    ByteBuffer out = ByteBuffer.allocate(SIZE);
    byte[] digest = hex("03" + "00000019" + "04" + "00000014" + "11".repeat(20));
    byte[] content = hex("05" + "0000000e" + "0000000004" + "00000008" + "0100000000");
    for (int i = 0; out.remaining() > 100; i++) {
      out.put(hex("0000000001" + "00")).put(hex("0200000004")).putInt(0x0100_0000 + i);
      out.put(digest).put(content);
    }
    return Arrays.copyOf(out.array(), out.position());
  }
}
