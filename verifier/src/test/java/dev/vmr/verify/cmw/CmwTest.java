package dev.vmr.verify.cmw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.cbor.Cbor;
import dev.vmr.verify.event.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/evidence.md, section 1; the first examples are those of draft-ietf-rats-msg-wrap. */
class CmwTest {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "82 19 7531 44 2347da55",
        "83 781d 6170706c69636174696f6e2f7369676e65642d636f72696d2b63626f72 47 d28443a10126a1 03",
        "82 78 2b 6170706c69636174696f6e2f766e642e6578616d706c652e726174732d636f6e6365707475616c"
            + "2d6d7367 44 2347da55",
        "da 63747632 44 2347da55",
        "da 63740101 a0",
        "a1 00 82 00 41 00",
        "a2 68 5f5f636d77635f74 66 322e392e3939 6a 61747465737465722041 83 00 41 00 1a ffffffff",
        "a1 61 61 a1 61 62 82 00 41 00",
      })
  void wrappersOfEveryFormComeBack(String text) throws Exception {
    byte[] bytes = hex(text);
    assertThat(CmwCbor.format(CmwCbor.parse(bytes))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ends too early",
    "80, two or three elements",
    "81 00, two or three elements",
    "84 00 41 00 01 01, two or three elements",
    "82 00 40, not empty",
    "82 1a 00007531 41 00, longer than it needs",
    "82 20 41 00, from 0 to 65535",
    "82 1a 00010000 41 00, from 0 to 65535",
    "82 60 41 00, media type",
    "82 61 61 41 00, media type",
    "82 00 61 00, byte string expected",
    "83 00 41 00 00, not 0",
    "83 00 41 00 20, 32 bits",
    "83 00 41 00 1b 0000000100000000, 32 bits",
    "a0, at least one entry",
    "a1 68 5f5f636d77635f74 61 31, at least one entry",
    "a2 68 5f5f636d77635f74 63 782f79 6a 61747465737465722041 82 00 41 00, URI or OID",
    "a1 40 82 00 41 00, text string expected",
    "a1 60 82 00 41 00, 1 to 255",
    "a2 00 82 00 41 00 00 82 00 41 00, not in its order",
    "a2 01 82 00 41 00 00 82 00 41 00, not in its order",
    "bf 00 82 00 41 00 ff, indefinite",
    "82 00 41 00 00, bytes follow",
    "da 63740100 41 00, no Content-Format",
    "da 63740200 41 00, no Content-Format",
    "da 63750101 41 00, no Content-Format",
    "d9 018f a0, no Content-Format",
    "a1 00 f6, an array expected",
  })
  void whatIsNoWrapperIsRefusedWithItsPlace(String text, String reason) {
    assertThatThrownBy(() -> CmwCbor.parse(hex(text)))
        .isInstanceOf(CmwFormatException.class)
        .hasMessageContaining("offset")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"application/eat-ucs+json\",\"e30K\",4]",
        "[\"application/vnd.example.rats-conceptual-msg\",\"I0faVQ\"]",
        "[\"application/cose; cose-type=\\\"cose-sign1\\\"\",\"AA\",15]",
        "{\"attester A\":[\"a/b\",\"e30K\",4]}",
        "{\"a\":[\"a/b\",\"AA\"],\"b\":[\"a/b\",\"AA\"],\"__cmwc_t\":\"tag:ietf.org,2024:Y\","
            + "\"attester A\":{\"__cmwc_t\":\"2.9.99\",\"attester \u00e9\":[\"a/b\",\"_-8\"]}}",
      })
  void textsComeBackAndGoThroughCbor(String text) throws Exception {
    Cmw wrapper = CmwJson.parse(line(text));
    assertThat(CmwJson.format(wrapper)).isEqualTo(line(text));
    assertThat(CmwCbor.parse(CmwCbor.format(wrapper))).isEqualTo(wrapper);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "[\"a/b\",\"AA\",0]",
        "[\"a/b\",\"AA\",1.0]",
        "[\"a/b\",\"AA\",-1]",
        "[\"a/b\",\"AA\",4294967296]",
        "[\"a/b\",\"AA\",99999999999999999999999]",
        "[\"a/b\",\"AA\",4,4]",
        "[\"a/b\",\"\"]",
        "[\"a/b\",\"AB\"]",
        "[\"a/b\",\"AA==\"]",
        "[\"a/b\",\"A/\"]",
        "[\"a/b\", \"AA\"]",
        "[4,\"AA\"]",
        "[\"a b\",\"AA\"]",
        "[\"a/b\",\"AA\"] ",
        "[\"\\u0061/b\",\"AA\"]",
        "[\"#cmw-c2j-tunnel\",\"AA\"]",
        "{}",
        "{\"__cmwc_t\":\"1.2\"}",
        "{\"a\":[\"a/b\",\"AA\"],\"__cmwc_t\":1}",
        "{\"a\":[\"a/b\",\"AA\"],\"__cmwc_t\":\"no type\"}",
        "{\"__cmwc_t\":\"1.2\",\"a\":[\"a/b\",\"AA\"]}",
        "{\"b\":[\"a/b\",\"AA\"],\"a\":[\"a/b\",\"AA\"]}",
        "{\"a\":[\"a/b\",\"AA\"],\"a\":[\"a/b\",\"AA\"]}",
        "{\"a\":1}",
        "{\"\":[\"a/b\",\"AA\"]}",
        "{\"\\ud800\":[\"a/b\",\"AA\"]}",
        "{\"a\":[\"a/b\",\"AA\"]}{}",
      })
  void textsThatAreNoneAreRefused(String text) {
    assertThatThrownBy(() -> CmwJson.parse(line(text))).isInstanceOf(CmwFormatException.class);
    assertThatThrownBy(() -> CmwJson.parse(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(CmwFormatException.class);
  }

  @Test
  void theEndOfALineBelongsToAText() {
    byte[] text = "[\"a/b\",\"AA\"]".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> CmwJson.parse(text))
        .hasMessage("offset 12: a wrapper is not spelled like this");
  }

  @Test
  void depthAndCountAreBounded() throws Exception {
    Cmw deep = new Cmw.Single(new ContentType.ContentFormat(0), Bytes.of(new byte[1]), 0);
    for (int i = 0; i < Cmw.MAX_DEPTH; i++) {
      deep = collection(new Cmw.Label.Text("a"), deep);
    }
    assertThat(CmwCbor.parse(CmwCbor.format(deep))).isEqualTo(deep);
    Cmw deeper = collection(new Cmw.Label.Text("a"), deep);
    assertThatThrownBy(() -> CmwCbor.parse(CmwCbor.format(deeper))).hasMessageContaining("deeper");
    ImmutableMap.Builder<Cmw.Label, Cmw> many = ImmutableMap.builder();
    for (int i = 0; i <= Cmw.MAX_ENTRIES; i++) {
      many.put(
          new Cmw.Label.Text("label " + i),
          new Cmw.Single(new ContentType.MediaType("a/b"), Bytes.of(new byte[1]), 0));
    }
    Cmw.Collection all = new Cmw.Collection(Optional.empty(), many.buildOrThrow());
    assertThatThrownBy(() -> CmwCbor.parse(CmwCbor.format(all))).hasMessageContaining("4096");
    assertThatThrownBy(() -> CmwJson.parse(CmwJson.format(all))).hasMessageContaining("4096");
  }

  private static Cmw collection(Cmw.Label label, Cmw wrapper) {
    return new Cmw.Collection(Optional.empty(), ImmutableMap.of(label, wrapper));
  }

  @Test
  void jsonHasNoFormForTagsNumbersAndContentFormats() {
    Cmw tagged = new Cmw.Tagged(new ContentType.ContentFormat(30001), Cbor.NULL);
    Cmw numbered = new Cmw.Single(new ContentType.ContentFormat(1), Bytes.of(new byte[1]), 0);
    Cmw media = new Cmw.Single(new ContentType.MediaType("a/b"), Bytes.of(new byte[1]), 0);
    for (Cmw each : new Cmw[] {tagged, numbered, collection(new Cmw.Label.Ordinal(1), media)}) {
      assertThatThrownBy(() -> CmwJson.format(each)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 63740101",
    "254, 637401ff",
    "255, 63740201",
    "30001, 637476a7",
    "65024, 6374ffff"
  })
  void tagsAreThoseOfContentFormats(int format, String tag) throws Exception {
    Cmw made = new Cmw.Tagged(new ContentType.ContentFormat(format), Cbor.NULL);
    assertThat(CmwCbor.format(made)).isEqualTo(hex("da" + tag + "f6"));
    assertThat(CmwCbor.parse(CmwCbor.format(made))).isEqualTo(made);
  }
}
