package dev.vmr.ima;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists in text: docs/ima.md, section 2. */
class AsciiListTest {
  private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
  private static final ByteOrder BE = ByteOrder.BIG_ENDIAN;
  private static final byte[] ABC = ImaLists.ascii("abc");
  private static final Set<HashAlgorithm> BANKS =
      EnumSet.of(
          HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);

  /** What a list replays to, of whichever form it is. */
  private static ImaReplay replay(byte[] list) throws ImaFormatException, IOException {
    ImaReplay replay = new ImaReplay(BANKS, true, true);
    ImaReader.of(new ByteArrayInputStream(list)).forEach(replay);
    return replay;
  }

  @Test
  void anAsciiListIsAsGoodAsItsDataCanBeRebuilt() throws Exception {
    String file = HashAlgorithm.SHA256.hash(ABC).hex();
    byte[] entry = ImaLists.entry("/usr/bin/x", ABC, null, LE);
    String line = "10 " + Digest.of(HashAlgorithm.SHA1, entry, 4).hex() + " ima-ng sha256:" + file;
    ImaReplay replay = replay(ImaLists.ascii(line + " /usr/bin/x\n"));
    assertThat(replay.real(10, HashAlgorithm.SHA512))
        .isEqualTo(replay(entry).real(10, HashAlgorithm.SHA512));

    ImaReplay lossy = replay(ImaLists.ascii(line + " /usr/bin_x\n"));
    assertThat(lossy.real(10, HashAlgorithm.SHA1))
        .isEqualTo(replay(entry).real(10, HashAlgorithm.SHA1));
    assertThat(lossy.unreplayable(10, HashAlgorithm.SHA512)).contains(1L);
    assertThat(lossy.rule(10, replay(entry).real(10, HashAlgorithm.SHA512))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "24 00 ima-ng\n",
        "10 zz ima-ng x y\n",
        "10 00 ima-ng x y\n",
        "10 14a70ed3c322d9c363d05ff4f664a809f9bc8613\n",
        "10 14a70ed3c322d9c363d05ff4f664a809f9bc8613 \n",
        "10 14a70ed3c322d9c363d05ff4f664a809f9bc8613 ima-ng sha1:00 x",
        "10 14a70ed3c322d9c363d05ff4f664a809f9bc8613 ima-ng sha1:0 x\n",
        "010 14a70ed3c322d9c363d05ff4f664a809f9bc8613 ima-ng sha1:00 x\n",
      })
  void aLineThatIsNoEntryIsRefused(String text) {
    assertThatThrownBy(
            () ->
                new AsciiImaReader(new ByteArrayInputStream(ImaLists.ascii(text)))
                    .forEach(entry -> {}))
        .isInstanceOf(ImaFormatException.class)
        .hasMessageContaining("line 1");
  }

  /** Numbers of an evm-sig entry are printed in decimal, and their width is known. */
  @Test
  void anAsciiEntryOfTheTemplateEvmSigIsRebuilt() throws Exception {
    for (ByteOrder order : List.of(LE, BE)) {
      byte[] data =
          ImaLists.concat(
              ImaLists.field(ImaLists.concat(ImaLists.ascii("sha1:\0"), new byte[20]), order),
              ImaLists.field(ImaLists.ascii("/x\0"), order),
              ImaLists.field(new byte[] {5, 2}, order),
              ImaLists.field(ImaLists.ascii("security.ima\0"), order),
              ImaLists.field(ImaLists.number(1, order), order),
              ImaLists.field(new byte[] {9}, order),
              ImaLists.field(ImaLists.number(1000, order), order),
              ImaLists.field(ImaLists.number(-1, order), order),
              ImaLists.field(
                  Arrays.copyOfRange(
                      ImaLists.number(0x81A4, order), order == LE ? 0 : 2, order == LE ? 2 : 4),
                  order));
      byte[] binary = ImaLists.entry("evm-sig", data, order);
      String lengths = order == LE ? "01000000" : "00000001";
      String line =
          "10 "
              + Digest.of(HashAlgorithm.SHA1, binary, 4).hex()
              + " evm-sig sha1:"
              + "0".repeat(40)
              + " /x 0502 security.ima "
              + lengths
              + " 09 1000 4294967295 33188\n";
      ImaReplay ascii = replay(ImaLists.ascii(line));
      assertThat(ascii.unreplayable(10, HashAlgorithm.SHA512)).isEmpty();
      assertThat(ascii.real(10, HashAlgorithm.SHA512))
          .isEqualTo(replay(binary).real(10, HashAlgorithm.SHA512));
    }
  }

  @Test
  void anAsciiViolationWithoutItsLineEndIsTruncated() {
    byte[] line =
        ImaLists.ascii("10 " + "0".repeat(40) + " ima-ng sha1:" + "0".repeat(40) + " /var/lo");
    assertThatThrownBy(() -> ImaReader.of(new ByteArrayInputStream(line)).next())
        .isInstanceOfSatisfying(ImaFormatException.class, e -> assertThat(e.truncated()).isTrue());
  }
}
