package dev.vmr.verify.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CborTest {
  private static final HexFormat HEX = HexFormat.of();

  private static CborItem read(String hex, CborReader.Mode mode) throws CborFormatException {
    return CborReader.parse(HEX.parseHex(hex), mode);
  }

  /** Examples of RFC 8949, appendix A, that are in their deterministic encoding. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "00",
        "01",
        "0a",
        "17",
        "1818",
        "1819",
        "1864",
        "1903e8",
        "1a000f4240",
        "1b000000e8d4a51000",
        "20",
        "29",
        "3863",
        "3903e7",
        "f4",
        "f5",
        "f6",
        "f7",
        "f0",
        "f8ff",
        "c074323031332d30332d32315432303a30343a30305a",
        "c11a514b67b0",
        "d74401020304",
        "d818456449455446",
        "c249010000000000000000",
        "40",
        "4401020304",
        "60",
        "6161",
        "6449455446",
        "62225c",
        "62c3bc",
        "63e6b0b4",
        "64f0908591",
        "80",
        "83010203",
        "8301820203820405",
        "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
        "a0",
        "a201020304",
        "a26161016162820203",
        "826161a161626163",
        "a56161614161626142616361436164614461656145"
      })
  void writesWhatItReads(String hex) throws CborFormatException {
    CborItem item = read(hex, CborReader.Mode.DETERMINISTIC);
    assertThat(HEX.formatHex(CborWriter.encode(item))).isEqualTo(hex);
    assertThat(item.end()).isEqualTo(hex.length() / 2);
    assertThat(read(hex, CborReader.Mode.WELL_FORMED)).isEqualTo(item);
  }

  /** Indefinite lengths of appendix A, and heads that are too long. */
  @ParameterizedTest
  @CsvSource({
    "5f42010243030405ff, 450102030405",
    "7f657374726561646d696e67ff, 6973747265616d696e67",
    "9fff, 80",
    "9f018202039f0405ffff, 8301820203820405",
    "83018202039f0405ff, 8301820203820405",
    "bf61610161629f0203ffff, a26161016162820203",
    "826161bf61626163ff, 826161a161626163",
    "1817, 17",
    "190018, 1818",
    "1a0000ffff, 19ffff",
    "1b00000000ffffffff, 1affffffff",
    "5801aa, 41aa",
    "a203040102, a201020304",
    "d8c001, d8c001",
  })
  void takesOtherEncodingsWhereItMay(String hex, String deterministic) throws CborFormatException {
    CborItem item = read(hex, CborReader.Mode.WELL_FORMED);
    assertThat(HEX.formatHex(CborWriter.encode(item))).isEqualTo(deterministic);
    if (!hex.equals(deterministic)) {
      assertThatThrownBy(() -> read(hex, CborReader.Mode.DETERMINISTIC))
          .isInstanceOf(CborFormatException.class);
    }
  }

  /** Appendix F of the RFC, and what we refuse on top: the offset of the culprit, what is wrong. */
  @ParameterizedTest
  @CsvSource({
    "'', 0, ends too early",
    "18, 1, ends too early",
    "1b01020304050607, 8, ends too early",
    "41, 0, longer than what follows",
    "5affffffff00, 0, longer than what follows",
    "7bffffffffffffffff010203, 0, a number of more than 63 bits",
    "5b7fffffffffffffff010203, 0, longer than what follows",
    "81, 1, ends too early",
    "9affffffff, 0, longer than what follows",
    "a1, 1, ends too early",
    "a20102, 3, ends too early",
    "c0, 1, ends too early",
    "9f, 1, ends too early",
    "5f41, 1, longer than what follows",
    "5f00ff, 1, a chunk of another kind than its string",
    "5f6100ff, 1, a chunk of another kind than its string",
    "5f5f4100ffff, 1, a chunk of another kind than its string",
    "bf00ff, 2, a break with nothing to end",
    "ff, 0, a break with nothing to end",
    "81ff, 1, a break with nothing to end",
    "1c, 0, additional information 28",
    "1f, 0, additional information 31",
    "df00, 0, additional information 31",
    "f800, 0, a simple value below 32 in two bytes",
    "f814, 0, a simple value below 32 in two bytes",
    "fc, 0, floats are not read",
    "f93c00, 0, floats are not read",
    "1bffffffffffffffff, 0, a number of more than 63 bits",
    "3bffffffffffffffff, 0, a number of more than 63 bits",
    "61ff, 0, a text that is not UTF-8",
    "62c0af, 0, a text that is not UTF-8",
    "7f61c361bcff, 1, a text that is not UTF-8",
    "0000, 1, bytes follow the data item",
    "a201020103, 3, a key that is there twice or is none",
    "a2010218010000, 3, a key that is there twice or is none",
    "a18000, 1, a key that is there twice or is none",
    "818181818181818181818181818181818100, 17, nested deeper than 16",
  })
  void refuses(String hex, int offset, String reason) {
    assertThatThrownBy(() -> read(hex, CborReader.Mode.WELL_FORMED))
        .isInstanceOf(CborFormatException.class)
        .hasMessage("offset " + offset + ": " + reason)
        .extracting(e -> ((CborFormatException) e).offset())
        .isEqualTo(offset);
  }

  @Test
  void itemsAreBounded() {
    byte[] many = new byte[1 << 20];
    many[0] = (byte) 0x9F;
    assertThatThrownBy(() -> CborReader.parse(many, CborReader.Mode.WELL_FORMED))
        .hasMessage("offset 65536: more than 65536 data items");
  }

  @Test
  void longArraysAreReadOneByOne() throws CborFormatException {
    byte[] bytes = HEX.parseHex("9f0102ff820304");
    CborReader reader = new CborReader(bytes, CborReader.Mode.WELL_FORMED, CborLimits.DEFAULT);
    assertThat(reader.readArrayHead()).isEqualTo(-1);
    assertThat(reader.readBreak()).isFalse();
    assertThat(reader.readItem()).isEqualTo(Cbor.integer(1));
    assertThat(reader.readItem().offset()).isEqualTo(2);
    assertThat(reader.readBreak()).isTrue();
    assertThat(reader.readArrayHead()).isEqualTo(2);
    assertThat(reader.position()).isEqualTo(5);
  }

  @Test
  void accessorsSayWhere() throws CborFormatException {
    CborItem item = read("a2016161024161", CborReader.Mode.DETERMINISTIC);
    CborMap map = item.asMap();
    assertThat(map.require(1).asText()).isEqualTo("a");
    assertThat(map.require(2).asBytes(1)).containsExactly('a');
    assertThat(map.require(2).offset()).isEqualTo(5);
    assertThat(map.get("x")).isEmpty();
    assertThatThrownBy(() -> map.require(3)).hasMessage("offset 0: no key 3");
    assertThatThrownBy(() -> map.require(1).asBytes())
        .hasMessage("offset 2: a byte string expected, there is a text string");
    assertThatThrownBy(() -> map.require(2).asBytes(2))
        .hasMessage("offset 5: 2 bytes expected, there are 1");
  }

  @Test
  void mapsAreSortedWhenWritten() {
    CborItem map =
        Cbor.map(
            List.of(
                new CborMap.Entry(Cbor.text("b"), Cbor.TRUE),
                new CborMap.Entry(Cbor.integer(-1), Cbor.NULL),
                new CborMap.Entry(Cbor.integer(100), Cbor.array(Cbor.tag(18, Cbor.FALSE)))));
    assertThat(HEX.formatHex(CborWriter.encode(map))).isEqualTo("a3186481d2f420f66162f5");
    assertThatThrownBy(
            () ->
                Cbor.map(
                    List.of(
                        new CborMap.Entry(Cbor.integer(1), Cbor.NULL),
                        new CborMap.Entry(Cbor.integer(1), Cbor.NULL))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
