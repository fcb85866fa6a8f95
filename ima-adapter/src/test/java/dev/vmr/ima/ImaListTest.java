package dev.vmr.ima;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RunningBank;
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
    BinaryImaReader.open(new ByteArrayInputStream(list)).forEach(replay);
    return replay;
  }

  @Test
  void readsTheEntryOfTheKernelsForm() throws Exception {
    List<String> seen = new ArrayList<>();
    BinaryImaReader.open(new ByteArrayInputStream(ImaLists.entry("/usr/bin/x", ABC, null, LE)))
        .forEach(
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
    BinaryImaReader.open(new ByteArrayInputStream(list(LE)))
        .forEach(entry -> out.writeBytes(entry.toBytes()));
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
        BinaryImaReader.open(new ByteArrayInputStream(part))
            .forEach(entry -> whole.add(entry.number()));
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

  @Test
  void aViolationIsPaddedInOneOfTwoWays() throws Exception {
    byte[] entry = ImaLists.entry("/usr/bin/x", ABC, null, LE);
    ImaReplay replay = replay(ImaLists.concat(entry, ImaLists.violation("/y", LE), entry));
    RunningBank all = new RunningBank(HashAlgorithm.SHA256);
    RunningBank padded = new RunningBank(HashAlgorithm.SHA256);
    byte[] sha1 = Arrays.copyOf(Arrays.copyOfRange(entry, 4, 24), 32);
    byte[] ones = new byte[20];
    Arrays.fill(ones, (byte) 0xFF);
    for (RunningBank bank : List.of(all, padded)) {
      bank.extend(Digest.of(HashAlgorithm.SHA256, sha1));
      bank.extend(
          bank == all
              ? Digest.filled(HashAlgorithm.SHA256, 0xFF)
              : Digest.of(HashAlgorithm.SHA256, Arrays.copyOf(ones, 32)));
      bank.extend(Digest.of(HashAlgorithm.SHA256, sha1));
    }
    assertThat(replay.padded(10, HashAlgorithm.SHA256)).isEqualTo(all.value());
    assertThat(replay.paddedThroughout(10, HashAlgorithm.SHA256)).isEqualTo(padded.value());
    assertThat(replay.rule(10, all.value())).contains(ImaRule.PADDED_SHA1);
    assertThat(replay.rule(10, padded.value())).contains(ImaRule.PADDED_SHA1);
  }

  /** The list of a bank whose hash the kernel had not loaded (section 1). */
  @Test
  void aListOfAnotherBankMayItselfBePadded() throws Exception {
    byte[] legacy = ImaLists.entry("/usr/bin/x", ABC, null, LE);
    for (HashAlgorithm bank : List.of(HashAlgorithm.SHA256, HashAlgorithm.SHA512)) {
      byte[] data = Arrays.copyOfRange(legacy, 24, legacy.length);
      byte[] sha1 = Arrays.copyOf(Arrays.copyOfRange(legacy, 4, 24), bank.size());
      ImaReplay replay = replay(ImaLists.concat(ImaLists.number(10, LE), sha1, data));
      assertThat(replay.differing()).isEmpty();
      assertThat(replay.padded(10, bank)).isEqualTo(replay(legacy).padded(10, bank));
      assertThat(replay.real(10, bank)).isEqualTo(replay(legacy).real(10, bank));
    }
  }

  @Test
  void algorithmsOfOneSizeAreToldApartByTheData() throws Exception {
    byte[] legacy = ImaLists.entry("/usr/bin/x", ABC, null, LE);
    byte[] data = Arrays.copyOfRange(legacy, legacy.length - 59, legacy.length);
    for (HashAlgorithm bank :
        List.of(HashAlgorithm.SHA256, HashAlgorithm.SHA3_256, HashAlgorithm.SHA3_512)) {
      byte[] list =
          ImaLists.concat(
              ImaLists.number(10, LE),
              bank.hash(data).toByteArray(),
              Arrays.copyOfRange(legacy, 24, legacy.length));
      BinaryImaReader reader = BinaryImaReader.open(new ByteArrayInputStream(list));
      assertThat(reader.next()).isNotNull();
      assertThat(reader.form()).isEqualTo(new ImaListForm(LE, bank));
    }
  }

  private static byte[] kexec(ByteOrder order, long size, long count, byte[] list) {
    return ImaLists.concat(new KexecHeader(order, size, count).toBytes(), list);
  }

  @Test
  void aListThatKexecCarriesIsRead() throws Exception {
    for (ByteOrder order : List.of(LE, BE)) {
      byte[] list = list(order);
      byte[] carried = kexec(order, 24L + list.length, 4, ImaLists.concat(list, new byte[99]));
      BinaryImaReader reader = BinaryImaReader.open(new ByteArrayInputStream(carried));
      ImaReplay replay = new ImaReplay(BANKS, true, true);
      reader.forEach(replay);
      assertThat(reader.header()).contains(new KexecHeader(order, 24L + list.length, 4));
      for (HashAlgorithm bank : BANKS) {
        assertThat(replay.real(10, bank)).isEqualTo(replay(list).real(10, bank));
      }
    }
    assertThat(replay(kexec(LE, 24, 0, new byte[40])).entries()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"5, 0, true", "4, 1, false", "3, 0, false"})
  void aKexecHeaderThatCountsWronglyIsFound(long count, int behind, boolean truncated) {
    byte[] more = new byte[behind];
    Arrays.fill(more, (byte) 7);
    byte[] carried = kexec(LE, 4096, count, ImaLists.concat(list(LE), more));
    assertThatThrownBy(() -> replay(carried))
        .isInstanceOfSatisfying(
            ImaFormatException.class, e -> assertThat(e.truncated()).isEqualTo(truncated));
  }

  @Test
  void fieldsAreGivenByName() throws Exception {
    byte[] list =
        ImaLists.concat(
            ImaLists.entry("/usr/bin/x", ABC, new byte[] {3, 2, 1}, LE),
            ImaLists.entry(
                "ima-ngv2",
                ImaLists.concat(
                    ImaLists.field(
                        ImaLists.concat(ImaLists.ascii("verity:sha1:\0"), new byte[20]), LE),
                    ImaLists.field(ImaLists.ascii("/v\0"), LE)),
                LE));
    List<String> seen = new ArrayList<>();
    ImaReader.of(new ByteArrayInputStream(list))
        .forEach(
            entry ->
                seen.add(
                    entry.fileDigest().orElseThrow()
                        + " "
                        + HexFormat.of().formatHex(entry.signature().orElse(new byte[0]))));
    assertThat(seen)
        .containsExactly(
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad 030201",
            "verity:sha1:" + "0".repeat(40) + " ");
  }
}
