package dev.vmr.ima;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RunningBank;
import java.io.ByteArrayInputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImaComparisonTest {
  private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
  private static final Set<HashAlgorithm> BANKS =
      EnumSet.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384);

  /** One letter is one entry; {@code v} is a violation, of which a list may have many. */
  private static byte[] list(String letters) {
    byte[] list = {};
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      byte[] entry =
          letter == 'v'
              ? ImaLists.violation("/v", LE)
              : ImaLists.entry("/" + letter, new byte[] {(byte) letter}, null, LE);
      list = ImaLists.concat(list, entry);
    }
    return list;
  }

  private static ImaSource source(byte[] list) {
    return () -> new ByteArrayInputStream(list);
  }

  private static List<List<Digest>> extensions(byte[] list) throws Exception {
    List<List<Digest>> extensions = new ArrayList<>();
    source(list)
        .read(
            entry ->
                extensions.add(
                    BANKS.stream()
                        .map(
                            bank ->
                                entry.violation() ? Digest.filled(bank, 0xFF) : entry.hash(bank))
                        .toList()));
    return extensions;
  }

  /** Read: this is measured, this is the list, and this is found at this entry. */
  @ParameterizedTest
  @CsvSource({
    "abcdef, abcdef, , 0",
    "vavbvc, vavbvc, , 0",
    "abcdef, abXdef, DIFFERS, 3",
    "abcdef, abcdeX, DIFFERS, 6",
    "abcdef, acbdef, REORDERED, 2",
    "abcdef, abcdfe, REORDERED, 5",
    "abcdef, afcdeb, REORDERED, 2",
    "abcdef, acdebf, REORDERED, 2",
    "abcdef, aebcdf, REORDERED, 2",
    "abcdef, abdef, MISSING, 3",
    "abcdef, bcdef, MISSING, 1",
    "abcdef, abef, MISSING, 3",
    "abcdef, abcde, MISSING, 6",
    "abcdef, '', MISSING, 1",
    "abcdef, abccdef, DUPLICATED, 4",
    "abcdef, abcdeaf, DUPLICATED, 6",
    "abcdef, abcXdef, ADDED, 4",
    "abcdef, abcXYdef, ADDED, 4",
    "abcdef, abcdefg, AHEAD, 7",
    "abcdef, abcdefghi, AHEAD, 7",
    "'', a, AHEAD, 1",
    "vvvv, vvv, MISSING, 4",
    "avbv, abv, MISSING, 2",
    "avb, avvb, ADDED, 3",
    "abcdef, XYZ, DIFFERS, 1",
  })
  void theWayInWhichTheyPartIsNamed(
      String measured, String listed, ImaDifference.Kind kind, long entry) throws Exception {
    byte[] list = list(listed);
    ImaDifference found =
        ImaComparison.of(source(list), 10, extensions(list(measured)).iterator()).orElse(null);
    assertThat(found == null ? null : found.kind()).as("%s", found).isEqualTo(kind);
    if (found != null) {
      assertThat(found.entry()).as("%s", found).isEqualTo(entry);
      if (entry <= listed.length()) {
        assertThat(found.claimedPath()).isEqualTo("/" + listed.charAt((int) entry - 1));
        assertThat(found.claimedDigest()).startsWith("sha1/");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "abcdef, abcdefg, AHEAD, 7",
    "'', abc, AHEAD, 1",
    "abcdef, abccdef, DUPLICATED, 4",
    "abcdef, abcXdef, ADDED, 4",
    "abcdef, abcdXef, ADDED, 5",
    "abcdef, acbdef, REORDERED, 2",
    "abcdef, abcdfe, REORDERED, 5",
    "abcdef, abdef, UNKNOWN, 1",
    "abcdef, abXdef, UNKNOWN, 1",
  })
  void muchCanBeToldFromTheValueAlone(
      String measured, String listed, ImaDifference.Kind kind, long entry) throws Exception {
    List<List<Digest>> extensions = extensions(list(measured));
    for (HashAlgorithm bank : List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256)) {
      for (boolean padded : new boolean[] {false, bank != HashAlgorithm.SHA1}) {
        RunningBank value = new RunningBank(bank);
        for (List<Digest> extension : extensions) {
          Digest sha1 = extension.get(0);
          value.extend(
              padded
                  ? ImaBank.padded(sha1, bank)
                  : extension.get(bank == sha1.algorithm() ? 0 : 1));
        }
        ImaDifference found = ImaTrial.of(source(list(listed)), 10, value.value());
        assertThat(found.kind()).as("%s", found).isEqualTo(kind);
        assertThat(found.entry()).as("%s", found).isEqualTo(entry);
      }
    }
  }

  @Test
  void entriesOfOtherPcrsAreNotCompared() throws Exception {
    byte[] list = list("abc");
    byte[] other = list("x");
    other[0] = 11;
    assertThat(
            ImaComparison.of(source(ImaLists.concat(other, list)), 10, extensions(list).iterator()))
        .isEmpty();
  }

  /** However much a list is shuffled, something is found, and at or before the first difference. */
  @Test
  void everyDifferenceIsFound() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      StringBuilder measured = new StringBuilder("abcdefghijkl");
      StringBuilder listed = new StringBuilder(measured);
      for (int change = random.nextInt(3); change >= 0; change--) {
        int at = random.nextInt(listed.length());
        switch (random.nextInt(3)) {
          case 0 -> listed.deleteCharAt(at);
          case 1 -> listed.insert(at, (char) ('A' + random.nextInt(26)));
          default -> listed.setCharAt(at, 'v');
        }
      }
      boolean same = measured.toString().contentEquals(listed);
      assertThat(
              ImaComparison.of(
                  source(list(listed.toString())),
                  10,
                  extensions(list(measured.toString())).iterator()))
          .as("%s", listed)
          .matches(found -> found.isEmpty() == same);
    }
  }

  /** The value was computed by others: the SHA-256 hash of ten PCRs of zeros. */
  @Test
  void bootAggregateIsTheHashOfPcrs() throws Exception {
    List<Digest> zeros = java.util.Collections.nCopies(10, Digest.zero(HashAlgorithm.SHA256));
    Digest ten = BootAggregate.hash(HashAlgorithm.SHA256, zeros);
    assertThat(ten.hex())
        .isEqualTo("7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61");
    BootAggregate aggregate =
        new BootAggregate(1, new FileDigest(FileDigest.IMA, "sha256", ten.hex()));
    assertThat(aggregate.explainedBy(HashAlgorithm.SHA256, zeros)).contains("PCRs 0 to 9");
    assertThat(aggregate.noTpm()).isFalse();
    String eight = BootAggregate.hash(HashAlgorithm.SHA256, zeros.subList(0, 8)).hex();
    BootAggregate older = new BootAggregate(1, new FileDigest(FileDigest.IMA, "sha256", eight));
    assertThat(older.explainedBy(HashAlgorithm.SHA256, zeros)).contains("PCRs 0 to 7");
  }
}
