package dev.vmr.ima;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImaListTest {
  private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
  private static final ByteOrder BE = ByteOrder.BIG_ENDIAN;
  private static final byte[] ABC = ImaLists.ascii("abc");
  private static final Set<HashAlgorithm> BANKS =
      EnumSet.of(
          HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);

  private static byte[] list(ByteOrder order) {
    return ImaLists.concat(
        ImaLists.entry("/usr/bin/x", ABC, null, order),
        ImaLists.entry("/usr/bin/with space", ABC, new byte[] {3, 2, 1}, order),
        ImaLists.violation("/var/log/y", order),
        ImaLists.entry("something-new", ImaLists.field(ABC, order), order));
  }

  private static ImaReplay replay(byte[] list) throws ImaFormatException, IOException {
    ImaReplay replay = new ImaReplay(BANKS, true, true);
    BinaryImaList.read(new ByteArrayInputStream(list), null, replay);
    return replay;
  }

  @Test
  void readsTheEntryOfTheKernelsForm() throws Exception {
    List<String> seen = new ArrayList<>();
    BinaryImaList.read(
        new ByteArrayInputStream(ImaLists.entry("/usr/bin/x", ABC, null, LE)),
        null,
        entry ->
            seen.add(
                entry.pcr()
                    + " "
                    + entry.templateDigest().hex()
                    + " "
                    + entry.template().name()
                    + " "
                    + entry.path().orElseThrow()
                    + " "
                    + entry.hash(HashAlgorithm.SHA256).hex()
                    + " "
                    + entry.toBytes().length));
    assertThat(seen)
        .containsExactly(
            "10 14a70ed3c322d9c363d05ff4f664a809f9bc8613 ima-ng /usr/bin/x"
                + " b980e6df58f6f6427313d63348eb4c54d0b0759cb3972d64353f67751858790a 97");
  }

  @Test
  void theTemplateImaIsHashedPadded() throws Exception {
    byte[] data =
        ImaLists.concat(
            HashAlgorithm.SHA1.hash(ABC).toByteArray(),
            ImaLists.field(ImaLists.ascii("/usr/bin/x"), LE));
    Digest digest = Digest.parseHex(HashAlgorithm.SHA1, "c2ee0094d7ea8134241b98d7cd23b686d91d6c26");
    byte[] entry =
        ImaLists.concat(
            ImaLists.number(10, LE),
            digest.toByteArray(),
            ImaLists.field(ImaLists.ascii("ima"), LE),
            data);
    ImaReplay replay = replay(ImaLists.concat(entry, entry));
    assertThat(replay.differing()).isEmpty();
    assertThat(replay.entries()).isEqualTo(2);
  }

  @Test
  void aViolationIsReplayedAsOnes() throws Exception {
    ImaReplay replay = replay(ImaLists.violation("/x", LE));
    assertThat(replay.real(10, HashAlgorithm.SHA256).hex())
        .isEqualTo("bba91ca85dc914b2ec3efb9e16e7267bf9193b14350d20fba8a8b406730ae30a");
    assertThat(replay.violations()).isEqualTo(1);
  }

  @Test
  void bothByteOrdersAreRecognised() throws Exception {
    assertThat(replay(list(LE)).entries()).isEqualTo(4);
    assertThat(replay(list(BE)).entries()).isEqualTo(4);
    assertThat(replay(list(BE)).differing()).isEmpty();
    assertThat(replay(new byte[0]).entries()).isZero();
  }

  @Test
  void everyEntryIsGivenBackAsItCame() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryImaList.read(
        new ByteArrayInputStream(list(LE)), null, entry -> out.writeBytes(entry.toBytes()));
    assertThat(out.toByteArray()).isEqualTo(list(LE));
  }

  @Test
  void everyTruncationIsToldFromCorruption() {
    byte[] list = list(LE);
    byte[] first = ImaLists.entry("/usr/bin/x", ABC, null, LE);
    for (int size = first.length; size < list.length; size++) {
      byte[] part = Arrays.copyOf(list, size);
      List<Long> whole = new ArrayList<>();
      try {
        BinaryImaList.read(
            new ByteArrayInputStream(part), null, entry -> whole.add(entry.number()));
        assertThat(ImaLists.concat(part)).as("a whole list of %d bytes", size).hasSize(size);
      } catch (ImaFormatException e) {
        assertThat(e.truncated()).as("%d bytes: %s", size, e.getMessage()).isTrue();
        assertThat(e.entry()).isEqualTo(whole.size() + 1);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "97, 24000000, no PCR",
    "121, 00010000, 255",
    "121, 00000000, 255",
    "131, ffffffff, 16 MiB"
  })
  void aMalformedEntryIsNamedWithItsPlace(int at, String bytes, String reason) {
    byte[] list = list(LE);
    byte[] patch = HexFormat.of().parseHex(bytes);
    int place = at == 131 ? 97 + 24 + 4 + 7 : at;
    System.arraycopy(patch, 0, list, place, patch.length);
    assertThatThrownBy(() -> replay(list))
        .isInstanceOf(ImaFormatException.class)
        .hasMessageContaining("entry 2")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "no list at all, but a text of some length", "\0\0\0\0\0\0\0\0\0\0\0"})
  void whatIsNoListIsSaidToBeNone(String text) {
    assertThatThrownBy(() -> replay(ImaLists.ascii(text)))
        .isInstanceOf(ImaFormatException.class)
        .hasMessageContaining("not a binary IMA list");
  }

  @Test
  void anEntryWhoseDigestIsNotOfItsDataIsReported() throws Exception {
    byte[] list = list(LE);
    list[5] ^= 1;
    assertThat(replay(list).differing()).containsExactly(1L);
  }

  @Test
  void theRuleIsFoundByTheValue() throws Exception {
    ImaReplay replay = replay(list(LE));
    Digest real = replay.real(10, HashAlgorithm.SHA384);
    Digest padded = replay.padded(10, HashAlgorithm.SHA384);
    assertThat(replay.rule(10, real)).contains(ImaRule.REAL);
    assertThat(replay.rule(10, padded)).contains(ImaRule.PADDED_SHA1);
    assertThat(replay.rule(10, Digest.zero(HashAlgorithm.SHA384))).isEmpty();
    assertThat(replay.rule(11, Digest.zero(HashAlgorithm.SHA384))).contains(ImaRule.REAL);
  }

  private static List<List<Digest>> extensions(byte[] list) throws Exception {
    List<List<Digest>> extensions = new ArrayList<>();
    BinaryImaList.read(
        new ByteArrayInputStream(list),
        null,
        entry ->
            extensions.add(
                BANKS.stream()
                    .map(bank -> entry.violation() ? Digest.filled(bank, 0xFF) : entry.hash(bank))
                    .toList()));
    return extensions;
  }

  private static ImaDifference compare(byte[] list, List<List<Digest>> extensions)
      throws Exception {
    ImaComparison comparison = new ImaComparison(10, extensions.iterator());
    BinaryImaList.read(new ByteArrayInputStream(list), null, comparison);
    return comparison.result().orElse(null);
  }

  @Test
  void theFirstEntryThatDiffersIsNamed() throws Exception {
    List<List<Digest>> extensions = extensions(list(LE));
    assertThat(compare(list(LE), extensions)).isNull();

    List<List<Digest>> swapped = new ArrayList<>(extensions);
    swapped.add(1, swapped.remove(2));
    ImaDifference difference = compare(list(LE), swapped);
    assertThat(difference.kind()).isEqualTo(ImaDifference.Kind.DIFFERS);
    assertThat(difference.entry()).isEqualTo(2);
    assertThat(difference.claimedPath()).isEqualTo("/usr/bin/with space");

    ImaDifference ahead = compare(list(LE), extensions.subList(0, 2));
    assertThat(ahead.kind()).isEqualTo(ImaDifference.Kind.AHEAD);
    assertThat(ahead.entry()).isEqualTo(3);
    assertThat(ahead.text()).contains("2 of the list");

    ImaDifference missing = compare(ImaLists.entry("/usr/bin/x", ABC, null, LE), extensions);
    assertThat(missing.kind()).isEqualTo(ImaDifference.Kind.MISSING);
    assertThat(missing.text()).contains("3 more times");
  }

  @Test
  void anAsciiListIsAsGoodAsItsDataCanBeRebuilt() throws Exception {
    String file = HashAlgorithm.SHA256.hash(ABC).hex();
    byte[] entry = ImaLists.entry("/usr/bin/x", ABC, null, LE);
    String line = "10 " + Digest.of(HashAlgorithm.SHA1, entry, 4).hex() + " ima-ng sha256:" + file;
    ImaReplay replay = new ImaReplay(BANKS, true, true);
    AsciiImaList.read(new ByteArrayInputStream(ImaLists.ascii(line + " /usr/bin/x\n")), replay);
    assertThat(replay.real(10, HashAlgorithm.SHA512))
        .isEqualTo(replay(entry).real(10, HashAlgorithm.SHA512));

    ImaReplay lossy = new ImaReplay(BANKS, true, true);
    AsciiImaList.read(new ByteArrayInputStream(ImaLists.ascii(line + " /usr/bin_x\n")), lossy);
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
            () -> AsciiImaList.read(new ByteArrayInputStream(ImaLists.ascii(text)), entry -> {}))
        .isInstanceOf(ImaFormatException.class)
        .hasMessageContaining("line 1");
  }
}
