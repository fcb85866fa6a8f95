package dev.vmr.tests.limits;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Logs of 16 MiB that are made to cost time or memory: the smallest units of each format. */
@SuppressWarnings("ByteBufferBackingArray") // all of them are allocated in little()
final class HostileLogs {
  static final int SIZE = 16 << 20;
  private static final String ZERO = "0".repeat(96);

  private HostileLogs() {}

  static Map<String, Supplier<byte[]>> all() {
    Map<String, Supplier<byte[]>> logs = new LinkedHashMap<>();
    logs.put("tcg2 events without digests", () -> tcg2(event(8, new byte[0])));
    logs.put("tcg2 one huge string", () -> one(0xD, fill("a")));
    logs.put("tcg2 one huge UTF-16 string", () -> one(0xD, fill("a\0")));
    logs.put("tcg2 tags without data", () -> one(6, fill("\1\0\0\0\0\0\0\0")));
    logs.put("tcg2 a signature database", () -> one(0x8000_0001L, signatures()));
    logs.put("tcg2 device path nodes", () -> one(0x8000_0003L, devicePath()));
    logs.put("tcg2 partitions", () -> one(0x8000_0006L, partitions()));
    logs.put("tcg2 handoff tables", () -> one(0x8000_0009L, tables()));
    logs.put("tcg sha1 events without data", () -> repeat(new byte[0], oldEvent()));
    logs.put("tcg2 only filler", () -> Arrays.copyOf(head(), SIZE));
    logs.put("cel-tlv small records", () -> repeat(new byte[0], tlv()));
    logs.put("cel-cbor small records", () -> repeat(new byte[0], cbor()));
    logs.put("cel-cbor a huge head", () -> start("9bffffffffffffffff" + "a5"));
    logs.put("cel-cbor arrays in arrays", () -> start("a5" + "81".repeat(1000)));
    logs.put("cel-json small records", () -> text("[", "{\"digests\":[],\"content_type\":\"\"},"));
    logs.put("json arrays in arrays", () -> text("", "["));
    logs.put("json empty objects", () -> text("[", "{},"));
    logs.put("json small numbers", () -> text("[", "12,"));
    logs.put("json one string", () -> text("\"", "a"));
    logs.put("json one object of many names", HostileLogs::names);
    logs.put("json one number", () -> text("[", "1"));
    logs.put("dstack small events", () -> text("[", dstack()));
    logs.put("dstack lines", () -> text("", "{\"event\":\"\",\"payload\":\"\"}\n"));
    logs.put("systemd small records", () -> text("", "\u001e" + systemd() + "\n"));
    logs.put("systemd separators", () -> text("", "\u001e"));
    logs.put("aael small lines", () -> text("INIT sha384/" + ZERO + "\n", "a b c\n"));
    logs.put("aael one line", () -> text("INIT sha384/" + ZERO + "\n", "a"));
    logs.put("vmr small records", () -> text("SYNC sha384/" + ZERO + "\n", "a b\n"));
    logs.put("vmr malformed", () -> text("SYNC sha384/" + ZERO + "\n", "a\n"));
    logs.put("vmr syncs", () -> text("", "SYNC sha384/" + ZERO + "\n"));
    logs.put("vmr registers", HostileLogs::registers);
    logs.put("vmr one comment", () -> text("#", "#"));
    logs.put("ima small entries", () -> repeat(new byte[0], ima()));
    logs.put("ima text", () -> text("", "10 " + "1".repeat(40) + " ima-ng sha1:00 a\n"));
    logs.put("white space", () -> text("", " "));
    logs.put("line feeds", () -> text("", "\n"));
    logs.put("zeros", () -> new byte[SIZE]);
    return logs;
  }

  static byte[] text(String first, String unit) {
    return repeat(latin(first), latin(unit));
  }

  static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] start(String hex) {
    return Arrays.copyOf(HexFormat.of().parseHex(hex), SIZE);
  }

  /** As often as it fits. */
  static byte[] repeat(byte[] first, byte[] unit) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(SIZE);
    out.writeBytes(first);
    while (out.size() + unit.length <= SIZE) {
      out.writeBytes(unit);
    }
    return out.toByteArray();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] head() {
    int[] sizes = {4, 20, 0xB, 32, 0xC, 48, 0xD, 64, 0x12, 32, 0x27, 32, 0x28, 48, 0x29, 64};
    ByteBuffer data = little(32 + 28 + 2 * sizes.length + 1);
    data.putInt(0).putInt(3).position(28);
    data.putInt(data.capacity() - 32).put(latin("Spec ID Event03\0")).position(32 + 24);
    data.putInt(sizes.length / 2);
    for (int size : sizes) {
      data.putShort((short) size);
    }
    return data.array();
  }

  private static byte[] tcg2(byte[] unit) {
    return repeat(head(), unit);
  }

  private static byte[] event(long type, byte[] data) {
    ByteBuffer event = little(16 + data.length);
    return event.putInt(1).putInt((int) type).putInt(0).putInt(data.length).put(data).array();
  }

  /** One event of all eight banks. */
  private static byte[] one(long type, byte[] data) {
    int[] sizes = {4, 20, 0xB, 32, 0xC, 48, 0xD, 64, 0x12, 32, 0x27, 32, 0x28, 48, 0x29, 64};
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head());
    out.writeBytes(little(12).putInt(1).putInt((int) type).putInt(sizes.length / 2).array());
    for (int i = 0; i < sizes.length; i += 2) {
      out.writeBytes(little(2).putShort((short) sizes[i]).array());
      out.writeBytes(new byte[sizes[i + 1]]);
    }
    int size = Math.min(data.length, SIZE - out.size() - 4);
    out.writeBytes(little(4).putInt(size).array());
    out.write(data, 0, size);
    return out.toByteArray();
  }

  private static byte[] fill(String unit) {
    return repeat(new byte[0], latin(unit));
  }

  private static byte[] signatures() {
    int size = SIZE - 1024;
    int rest = (size - 32 - 4 - 28) / 16 * 16;
    ByteBuffer data = little(36 + 28 + rest);
    data.put(HexFormat.of().parseHex("cbb219d73a3d9645a3bcdad00e67656f"));
    data.putLong(2).putLong(28L + rest).put(latin("d\0b\0"));
    data.position(36 + 16);
    return data.putInt(28 + rest).putInt(0).putInt(16).array();
  }

  private static byte[] devicePath() {
    int nodes = (SIZE - 1024) / 4;
    ByteBuffer data = little(32 + 4 * nodes);
    data.position(24);
    data.putLong(4L * nodes);
    for (int i = 0; i < nodes; i++) {
      data.putInt(0x0004_0101);
    }
    return data.array();
  }

  private static byte[] partitions() {
    ByteBuffer data = little(SIZE - 1024);
    data.put(latin("EFI PART")).position(92);
    return data.putLong((SIZE - 1124) / 56).array();
  }

  private static byte[] tables() {
    return little(SIZE - 1024).putLong((SIZE - 1032) / 24).array();
  }

  private static byte[] oldEvent() {
    return little(32).putInt(1).putInt(8).array();
  }

  private static byte[] tlv() {
    String content = "000000000400000008" + "0100000000";
    return HexFormat.of()
        .parseHex("000000000100" + "010000000101" + "0300000000" + "050000000e" + content);
  }

  private static byte[] cbor() {
    return HexFormat.of().parseHex("a500000101038009050aa2000801" + "40");
  }

  private static byte[] names() {
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; out.length() < SIZE - 16; i++) {
      out.append('"').append(i).append("\":0,");
    }
    return latin(out.toString());
  }

  private static byte[] registers() {
    StringBuilder out = new StringBuilder("SYNC sha384/" + ZERO + "\n");
    for (int i = 0; out.length() < SIZE - 256; i++) {
      out.append("mr_").append(i).append(" extend sha1/").append("0".repeat(40)).append('\n');
    }
    return latin(out.toString());
  }

  private static String dstack() {
    return "{\"imr\":3,\"event_type\":134217729,\"event\":\"\",\"event_payload\":\"\"},";
  }

  private static String systemd() {
    return "{\"pcr\":1,\"digests\":[],\"content_type\":\"systemd\",\"content\":{}}";
  }

  private static byte[] ima() {
    ByteBuffer entry = little(4 + 20 + 4 + 2 + 4);
    entry.putInt(10).put(new byte[19]).put((byte) 1).putInt(2).put(latin("ab")).putInt(0);
    return entry.array();
  }
}
