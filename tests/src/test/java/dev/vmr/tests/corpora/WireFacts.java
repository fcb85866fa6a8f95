package dev.vmr.tests.corpora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.hash.Hashing;
import dev.vmr.verify.cbor.CborItem;
import dev.vmr.verify.cbor.CborMap;
import dev.vmr.verify.cbor.CborReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the corpora say of a quote's form, read from its bytes beside the verifier. */
final class WireFacts implements Facts.Source {
  private static final long REALM = 44241;
  private static final long PLATFORM = 44234;
  private static final long RAK = 44237;
  private static final int HCL_TYPE = 1224;
  private static final int HCL_DATA_SIZE = 1232;
  private static final int HCL_DATA = 1236;

  private final String kind;
  private final byte[] bytes;

  WireFacts(String kind, byte[] bytes) {
    this.kind = kind;
    this.bytes = bytes;
  }

  @Override
  public Optional<String> find(String path, String stated) throws Exception {
    return switch (kind) {
      case "cca" -> cca(path);
      case "azure-hcl" -> azure(path);
      case "tpm-quote" -> tpm(path);
      case "snp" -> configfs(path);
      default -> Optional.empty();
    };
  }

  private Optional<String> cca(String path) throws Exception {
    CborItem token = read(bytes);
    CborMap parts = token.tagged().asMap();
    return switch (path) {
      case "outer_tag" -> Optional.of(Long.toString(token.asTag()));
      case "cmw_records" ->
          Optional.of(Boolean.toString(parts.require(REALM).is(CborItem.Kind.ARRAY)));
      case "realm_sig/1" -> Optional.of(algorithm(parts.require(REALM)));
      case "platform_sig/1" -> Optional.of(algorithm(parts.require(PLATFORM)));
      case "rak_form" -> {
        CborItem claims = read(sign1(parts.require(REALM)).get(2).asBytes());
        byte[] rak = claims.asMap().require(RAK).asBytes();
        yield Optional.of(rak[0] == 4 ? "raw" : "cose_key");
      }
      default -> Optional.empty();
    };
  }

  private static CborItem read(byte[] item) throws Exception {
    return CborReader.parse(item, CborReader.Mode.WELL_FORMED);
  }

  private static List<CborItem> sign1(CborItem part) throws Exception {
    return read(part.asBytes()).tagged().asArray(4);
  }

  private static String algorithm(CborItem part) throws Exception {
    CborMap header = read(sign1(part).get(0).asBytes()).asMap();
    return Long.toString(header.require(1).asLong());
  }

  private Optional<String> azure(String path) throws IOException {
    ByteBuffer report = ByteBuffer.wrap(hcl()).order(ByteOrder.LITTLE_ENDIAN);
    return switch (path) {
      case "runtime_data_len", "runtime_len" ->
          Optional.of(Integer.toString(report.getInt(HCL_DATA_SIZE)));
      case "report_type" -> Optional.of(Integer.toString(report.getInt(HCL_TYPE)));
      case "size" -> Optional.of(Integer.toString(bytes.length));
      case "binds" -> Optional.of(Boolean.toString(binds(report)));
      default -> Optional.empty();
    };
  }

  /** The report data of the SNP report or TDREPORT begin with the SHA-256 of the runtime data. */
  @SuppressWarnings("ByteBufferBackingArray") // it was made by wrapping one
  private static boolean binds(ByteBuffer report) {
    int reportData = 32 + (report.getInt(HCL_TYPE) == 2 ? 0x50 : 128);
    byte[] hash =
        Hashing.sha256()
            .hashBytes(report.array(), HCL_DATA, report.getInt(HCL_DATA_SIZE))
            .asBytes();
    return Arrays.equals(hash, 0, 32, report.array(), reportData, reportData + 32);
  }

  /** A report of configfs-tsm: the table of certificates beside it, by their GUIDs. */
  private Optional<String> configfs(String path) throws Exception {
    if (path.equals("provider")) {
      return Optional.of(read(bytes).asMap().require("provider").asText());
    }
    if (!path.startsWith("aux_table/")) {
      return Optional.empty();
    }
    UUID wanted = UUID.fromString(path.substring("aux_table/".length()));
    ByteBuffer table = ByteBuffer.wrap(read(bytes).asMap().require("auxblob").asBytes());
    while (table.getInt(table.position() + 16) != 0) {
      UUID guid = new UUID(table.getLong(), table.getLong());
      table.getInt(); // where it is
      int size = Integer.reverseBytes(table.getInt());
      if (guid.equals(wanted)) {
        return Optional.of(Integer.toString(size));
      }
    }
    return Optional.of("not there");
  }

  private byte[] hcl() throws IOException {
    if (!new String(bytes, StandardCharsets.ISO_8859_1).stripLeading().startsWith("{")) {
      return bytes;
    }
    JsonNode json = new ObjectMapper().readTree(bytes);
    JsonNode evidence = json.has("evidence") ? json.path("evidence") : json;
    JsonNode report = evidence.path(evidence.has("report") ? "report" : "hcl_report");
    if (!report.isArray()) {
      String text = report.asText();
      return text.matches("[0-9a-f]+")
          ? HexFormat.of().parseHex(text)
          : Base64.getUrlDecoder().decode(text);
    }
    byte[] decoded = new byte[report.size()];
    for (int i = 0; i < decoded.length; i++) {
      decoded[i] = (byte) report.get(i).asInt();
    }
    return decoded;
  }

  /** TPMS_ATTEST: type at 4; behind two names, clock and version the selection of PCRs. */
  private Optional<String> tpm(String path) throws IOException {
    if (!path.startsWith("attest/")) {
      return Optional.empty();
    }
    byte[] message =
        bytes[0] == '{'
            ? Base64.getDecoder()
                .decode(new ObjectMapper().readTree(bytes).at("/tpm_quote/message").asText())
            : bytes;
    ByteBuffer attest = ByteBuffer.wrap(message);
    int extra = 8 + attest.getShort(6);
    int selection = extra + 2 + attest.getShort(extra) + 17 + 8 + 4;
    return switch (path.replaceFirst("/[0-9]+$", "")) {
      case "attest/_len" -> Optional.of(Integer.toString(message.length));
      case "attest/type" -> Optional.of(String.format("0x%04x", attest.getShort(4)));
      case "attest/sel/0" -> Optional.of(Integer.toString(attest.getShort(selection)));
      case "attest/sel/0/1" ->
          Optional.of(pcr(attest, selection + 3, Integer.parseInt(path.replaceAll(".*/", ""))));
      default -> Optional.empty();
    };
  }

  /** The number of the n-th PCR that is selected. */
  private static String pcr(ByteBuffer attest, int bitmap, int n) {
    int left = n;
    for (int pcr = 0; pcr < 24; pcr++) {
      boolean selected = (attest.get(bitmap + pcr / 8) >> pcr % 8 & 1) == 1;
      if (selected && left-- == 0) {
        return Integer.toString(pcr);
      }
    }
    return "none";
  }
}
