package dev.vmr.tests.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.verify.Finding;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.trust.QuoteContext;
import dev.vmr.verify.trust.TrustAnchors;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Quotes of two machines, both of which are believed, are not the quote of one. */
class TwoMachinesTest {
  private static final Instant THEN = Instant.parse("2022-06-01T00:00:00Z");

  /** A field of protobuf whose value has a length. */
  private static byte[] field(int number, byte[] value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write((number << 3) | 2);
    int rest = value.length;
    for (; rest > 127; rest >>>= 7) {
      out.write((rest & 127) | 128);
    }
    out.write(rest);
    out.writeBytes(value);
    return out.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static List<String> codes(byte[] quote, TrustAnchors anchors) {
    QuoteContext context = QuoteContext.pinned(THEN).with(anchors);
    return Quotes.verify(quote, context).findings().stream().map(Finding::code).toList();
  }

  @Test
  void quotesOfTwoTpmsAreNotOne() throws Exception {
    Path tools = Corpora.folder("tpm-quote").resolve("keylime-tools");
    byte[] message =
        Files.readAllBytes(
            Corpora.folder("tpm-quote").resolve("gtt-gce-cos85/gce-cos-85-no-nonce.pb"));
    TrustAnchors anchors =
        TrustAnchors.none()
            .plus(Arrays.copyOfRange(message, 3, 3 + 280))
            .plus(Files.readAllBytes(tools.resolve("ak.pub")));
    byte[] other =
        field(
            2,
            concat(
                field(1, Files.readAllBytes(tools.resolve("quote.out"))),
                field(2, Files.readAllBytes(tools.resolve("quotesig.out")))));
    assertThat(codes(message, anchors)).doesNotContain("key-binding", "key-untrusted");
    assertThat(codes(concat(message, other), anchors))
        .contains("key-binding")
        .doesNotContain("quote-signature", "key-untrusted");
  }
}
