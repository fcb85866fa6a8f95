package dev.vmr.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.log.LineScanner;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.Replay;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Lists that begin where the register does, or later. In the tables each letter is an entry, A the
 * boot_aggregate, which kernels have in common; in a log {@code |} is a begin.
 */
class ListBeginningTest {
  private static final String BEGIN =
      "vmr begin 1 boot/0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11 register/rtmr3\n";

  private static byte[] data(int letter) {
    String path = letter == 'A' ? "boot_aggregate" : "/bin/" + (char) letter;
    byte[] name = (path + "\0").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer data = ByteBuffer.allocate(4 + 40 + 4 + name.length).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(40).put("sha256:\0".getBytes(StandardCharsets.US_ASCII));
    return data.put(new byte[32]).putInt(name.length).put(name).array();
  }

  private static byte[] list(String letters) {
    StringBuilder lines = new StringBuilder();
    letters
        .chars()
        .forEach(
            letter -> {
              byte[] data = data(letter);
              String path = new String(data, 48, data.length - 49, StandardCharsets.US_ASCII);
              lines.append("10 ").append(HashAlgorithm.SHA1.hash(data).hex()).append(" ima-ng ");
              lines.append("sha256:").append("0".repeat(64)).append(' ').append(path).append('\n');
            });
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] log(String letters) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    log.writeBytes(
        ("SYNC " + Digest.zero(HashAlgorithm.SHA384) + "\n" + BEGIN)
            .getBytes(StandardCharsets.US_ASCII));
    letters
        .chars()
        .mapToObj(
            letter ->
                letter == '|'
                    ? BEGIN.replace("0b1f", HexFormat.of().toHexDigits((short) log.size()))
                    : "mr_ima extend " + HashAlgorithm.SHA256.hash(data(letter)) + "\n")
        .forEach(line -> log.writeBytes(line.getBytes(StandardCharsets.US_ASCII)));
    return log.toByteArray();
  }

  private static List<Finding> check(String list, String log) throws Exception {
    byte[] bytes = log(log);
    Replay replay = new Replay();
    LineScanner.scan(new ByteArrayInputStream(bytes), replay);
    return ImaCheck.check(
        () -> new ByteArrayInputStream(list(list)),
        new RegisterName("mr_ima"),
        () -> new ByteArrayInputStream(bytes),
        replay.result());
  }

  @ParameterizedTest
  @CsvSource({
    "Axy,     Axy,      info ima-rule",
    "AxyAz,   AxyAz,    info ima-rule",
    "AxyAz,   Axy|Az,   info ima-rule",
    "AxyAz,   Axy|AxAz, error ima-entries-missing",
    "Az,      Axy|Az,   warning ima-kexec",
    "Az,      Ax|Ay|Az, warning ima-kexec",
    "AyAz,    Ax|Ay|Az, error ima-entries-missing",
    "Az,      Axy|zAz,  error ima-entries-missing",
    "Az,      AxyAz,    error ima-entries-missing",
    "yz,      Axyz,     error ima-entries-missing",
    "Az,      Axy|Azw,  error ima-entries-missing",
    "Azw,     Axy|Az,   error ima-",
    "Axyz,    Ayz,      error ima-entry-added",
  })
  void whatIsMissingBeforeAListIsSaid(String list, String log, String finding) throws Exception {
    assertThat(check(list, log)).singleElement().asString().startsWith(finding);
  }

  @Test
  void whyItMayBeMissingIsSaid() throws Exception {
    assertThat(check("Az", "AxyAz").toString())
        .contains(
            "entry 1 of the list (boot_aggregate) sha1/",
            "before it the register was extended 3 times by what the list does not have",
            "a kernel that kexec starts begins so");
    assertThat(check("yz", "Axyz").toString()).contains("2 times", "deleted");
    assertThat(check("z", "Az").toString()).contains("1 time ");
    assertThat(check("Az", "Axy|Az").toString()).contains("3 times", "by another kernel");
  }

  @Test
  void whatTheLogDoesNotKnowYetIsCutOffBehindKexecToo() throws Exception {
    RegisterName register = new RegisterName("mr_ima");
    assertThat(ImaPrefix.of(list("Azvw"), register, log("Axy|Az"))).isEqualTo(list("Az"));
    assertThat(ImaPrefix.of(list("AxyAzvw"), register, log("Axy|Az"))).isEqualTo(list("AxyAz"));
    assertThat(ImaPrefix.of(list("Azvw"), register, log("AxyAz"))).isEqualTo(list("Azvw"));
  }
}
