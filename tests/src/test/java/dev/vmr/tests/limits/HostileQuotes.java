package dev.vmr.tests.limits;

import static dev.vmr.tests.limits.HostileLogs.SIZE;
import static dev.vmr.tests.limits.HostileLogs.latin;
import static dev.vmr.tests.limits.HostileLogs.repeat;
import static dev.vmr.tests.limits.HostileLogs.start;
import static dev.vmr.tests.limits.HostileLogs.text;

import com.google.common.primitives.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Quotes of 16 MiB, and what may lie beside them, that are made to cost time or memory. */
@SuppressWarnings("ByteBufferBackingArray") // all of them are allocated in little()
final class HostileQuotes {
  private static final String TD =
      "0400020081000000" + "00000000" + "939a7233f79c4ca9940a0db3957f0607";
  private static final String DER = "308201f0308201a0";
  private static final int TD_BODY_END = 632;

  private HostileQuotes() {}

  /** Of every kind. */
  static Map<String, Supplier<byte[]>> quotes() {
    Map<String, Supplier<byte[]>> quotes = new LinkedHashMap<>();
    quotes.put("td with zeros behind", () -> start(TD));
    quotes.put("td with PEM", () -> td(latin("-----BEGIN CERTIFICATE-----\n")));
    quotes.put("td with PEM of certificates", () -> td(pem("AAAA")));
    quotes.put("td with DER", () -> td(HexFormat.of().parseHex(DER)));
    quotes.put("snp with a table", () -> snp(24));
    quotes.put("snp with a table of the same", () -> snp(0));
    quotes.put("nitro small members", () -> nitro("bf", "00f6"));
    quotes.put("nitro arrays in arrays", () -> nitro("a1", "81"));
    quotes.put("nitro bytes in pieces", () -> nitro("a16a63657274696669636174655f", "4100"));
    quotes.put("nitro certificates", () -> nitro("a168636162756e646c659f", "44308201f0"));
    quotes.put("cca small members", () -> repeat(hex("d9018fbf"), hex("1a0000acd840")));
    quotes.put("cca tags in tags", () -> repeat(hex("d9018f"), hex("c1")));
    quotes.put("cca cmw records", () -> repeat(hex("d9038bbf"), hex("19acca8240" + "40")));
    quotes.put("tpm quote", () -> start("ff5443478018"));
    quotes.put("go-tpm-tools small fields", () -> repeat(goTpmTools(), hex("1200")));
    quotes.put("go-tpm-tools varints", () -> repeat(goTpmTools(), hex("20ffffffffffffffff7f")));
    quotes.put("hcl runtime data", HostileQuotes::hcl);
    quotes.put(
        "configfs-tsm", () -> repeat(hex("a3676f7574626c6f625a00fffe00"), new byte[1 << 16]));
    quotes.put("simulated", () -> text("vmr simulated quote 1\n", "rtmr0 sha384/00\n"));
    quotes.put("hex", () -> text("", "04"));
    quotes.put("hex of td", () -> text(TD, "00"));
    quotes.put("Base64", () -> text("BAAC", "AAAA"));
    quotes.put("blanks", () -> text("", " \n"));
    quotes.put("json one text", () -> text("{\"quote\":\"" + TD, "00"));
    quotes.put("json quote in hex", () -> ended(text("{\"quote\":\"" + TD, "00"), "\"}"));
    quotes.put(
        "json arrays of bytes", () -> text("{\"quote\":{},\"vcek\":\"\",\"report\":[", "0,"));
    quotes.put("json hcl report", () -> ended(text("{\"hcl_report\":\"48434c41", "00"), "\"}"));
    quotes.put("json pcrs", () -> text("{\"ak_public\":\"\",\"tpm_quote\":{\"pcrs\":[", "\"\","));
    quotes.put("json objects in objects", () -> text("", "{\"a\":"));
    quotes.put("zeros", () -> new byte[SIZE]);
    return quotes;
  }

  /** Certificates, revocation lists, collateral, keys. */
  static Map<String, Supplier<byte[]>> beside() {
    Map<String, Supplier<byte[]>> files = new LinkedHashMap<>();
    files.put("PEM heads", () -> text("", "-----BEGIN CERTIFICATE-----\n"));
    files.put("PEM blocks", () -> repeat(new byte[0], pem("AAAA")));
    files.put("PEM blocks of 4 MiB", () -> Arrays.copyOf(repeat(new byte[0], pem("A")), 1 << 22));
    files.put("PEM one block", () -> text("-----BEGIN CERTIFICATE-----\n", "AAAA"));
    files.put("DER sequences", () -> repeat(hex("3084fffff0"), hex("3000")));
    files.put("CRL of 4 MiB", HostileQuotes::crl);
    files.put("CRL nested", () -> Arrays.copyOf(nested(), 1 << 22));
    files.put("TCB levels", () -> text("{\"tcbInfo\":{\"tcbLevels\":[", "{},"));
    files.put(
        "TCB levels, whole",
        () ->
            ended(
                text("{\"tcbInfo\":{\"id\":\"TDX\",\"tcbLevels\":[{}", ",{}"),
                "]},\"signature\":\"00\"}"));
    files.put("collateral in text", () -> ended(text("{\"tcb_info\":\"", "[1,"), "\"}"));
    files.put("collateral CRL", () -> ended(text("{\"root_ca_crl\":\"3084", "30"), "\"}"));
    files.put("JWK set", () -> ended(text("{\"keys\":[{}", ",{\"kty\":\"RSA\"}"), "]}"));
    files.put("PCR values", () -> repeat(new byte[132], new byte[532]));
    files.put("PCR text", () -> text("  sha256:\n", "    1 : 0x00\n"));
    files.put("CBOR key", () -> repeat(hex("bf"), hex("2040")));
    return files;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] ended(byte[] text, String end) {
    byte[] last = latin(end);
    System.arraycopy(last, 0, text, text.length - last.length, last.length);
    return text;
  }

  private static byte[] pem(String content) {
    return latin("-----BEGIN CERTIFICATE-----\n" + content + "\n-----END CERTIFICATE-----\n");
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A TD quote whose certification data is repeated as often as it fits. */
  private static byte[] td(byte[] unit) {
    byte[] head = Arrays.copyOf(hex(TD), TD_BODY_END);
    int data = SIZE - TD_BODY_END - 4 - 128 - 6 - 384 - 64 - 2 - 32 - 6;
    ByteBuffer signature = little(4 + 128 + 6 + 384 + 64 + 2 + 32 + 6);
    signature.putInt(SIZE - TD_BODY_END - 4);
    signature.position(4 + 128);
    signature.putShort((short) 6).putInt(384 + 64 + 2 + 32 + 6 + data);
    signature.position(4 + 128 + 6 + 384 + 64);
    signature.putShort((short) 32).position(signature.position() + 32);
    signature.putShort((short) 5).putInt(data);
    return Arrays.copyOf(repeat(Bytes.concat(head, signature.array()), unit), SIZE);
  }

  /** A table of the smallest entries; with a step of 0 all of them are of the same bytes. */
  private static byte[] snp(int step) {
    ByteBuffer quote = little(SIZE);
    quote.putInt(3);
    quote.putInt(0x34, 1);
    quote.position(0x4A0);
    int entries = 100_000;
    for (int i = 0; i < entries; i++) {
      quote.putLong(0x63DA_758D_E664_4564L).putLong(i + 1L);
      quote.putInt(24 * (entries + 1) + step * i).putInt(step == 0 ? 1 << 20 : 24);
    }
    return quote.array();
  }

  private static byte[] nitro(String head, String unit) {
    return repeat(hex("8444a1013822a05a00fff000" + head), hex(unit));
  }

  private static byte[] goTpmTools() {
    return hex("0a180001000b" + "00".repeat(20));
  }

  private static byte[] hcl() {
    ByteBuffer report = little(SIZE);
    report.put(latin("HCLA")).putInt(1);
    report.putInt(1216, SIZE - 1216).putInt(1220, 1).putInt(1224, 4).putInt(1228, 1);
    report.putInt(1232, SIZE - 1236).position(1236);
    report.put(latin("{\"keys\":["));
    while (report.remaining() > 4) {
      report.put(latin("{},"));
    }
    return report.array();
  }

  /** As many revoked certificates as 4 MiB hold, each of a number of its own. */
  private static byte[] crl() {
    byte[] date = hex("170d3235303130313030303030305a");
    int count = ((1 << 22) - 512) / 23;
    ByteBuffer revoked = ByteBuffer.allocate(23 * count);
    for (int i = 0; i < count; i++) {
      revoked.put(hex("30150204")).putInt(0x0100_0000 + i).put(date);
    }
    byte[] algorithm = hex("300a06082a8648ce3d040302");
    byte[] issuer = hex("300c310a300806035504030c0141");
    byte[] tbs =
        Bytes.concat(hex("020101"), algorithm, issuer, date, date, der(0x30, revoked.array()));
    return der(0x30, Bytes.concat(der(0x30, tbs), algorithm, hex("0309003006020101020101")));
  }

  private static byte[] der(int tag, byte[] content) {
    byte[] head = {
      (byte) tag,
      (byte) 0x83,
      (byte) (content.length >> 16),
      (byte) (content.length >> 8),
      (byte) content.length
    };
    return Bytes.concat(head, content);
  }

  /** Sequences in sequences. */
  private static byte[] nested() {
    return repeat(new byte[0], hex("3080"));
  }
}
