package dev.vmr.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** docs/evidence.md, section 5. */
class ImaPrefixTest {
  private static final RegisterName MR_IMA = new RegisterName("mr_ima");

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] data(int file) {
    byte[] digest =
        concat(ascii("sha1:\0"), HashAlgorithm.SHA1.hash(new byte[] {(byte) file}).toByteArray());
    byte[] path = ascii("/bin/" + "x".repeat(file) + "\0");
    return concat(number(digest.length), digest, number(path.length), path);
  }

  private static Digest template(int file) {
    return HashAlgorithm.SHA1.hash(data(file));
  }

  private static byte[] binary(int from, int to) {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    for (int i = from; i < to; i++) {
      byte[] data = data(i);
      list.writeBytes(concat(number(10), template(i).toByteArray(), number(6), ascii("ima-ng")));
      list.writeBytes(concat(number(data.length), data));
    }
    return list.toByteArray();
  }

  private static byte[] log(int... files) {
    StringBuilder log = new StringBuilder("SYNC " + Digest.zero(HashAlgorithm.SHA384) + "\n");
    for (int file : files) {
      log.append("mr_ima extend ").append(template(file)).append('\n');
    }
    return ascii(log.toString());
  }

  @Test
  void whatTheLogDoesNotKnowYetIsCutOff() throws Exception {
    assertThat(ImaPrefix.of(binary(0, 5), MR_IMA, log(0, 1, 2))).isEqualTo(binary(0, 3));
    assertThat(ImaPrefix.of(binary(0, 3), MR_IMA, log(0, 1, 2))).isEqualTo(binary(0, 3));
  }

  @Test
  void nothingElseIsChanged() throws Exception {
    assertThat(ImaPrefix.of(binary(0, 2), MR_IMA, log(0, 1, 2))).isEqualTo(binary(0, 2));
    assertThat(ImaPrefix.of(binary(0, 5), MR_IMA, log(0, 2, 1))).isEqualTo(binary(0, 5));
    assertThat(ImaPrefix.of(binary(0, 5), MR_IMA, log(4, 1))).isEqualTo(binary(0, 5));
    assertThat(ImaPrefix.of(binary(0, 5), new RegisterName("mr_x"), log(0)))
        .hasSize(binary(0, 5).length);
    assertThatThrownBy(() -> ImaPrefix.of(ascii("no list"), MR_IMA, log(0)))
        .isInstanceOf(EvidenceException.class);
  }
}
