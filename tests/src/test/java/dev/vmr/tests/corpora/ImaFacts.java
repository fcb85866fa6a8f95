package dev.vmr.tests.corpora;

import com.google.common.base.Splitter;
import dev.vmr.ima.ImaEntry;
import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.ImaReader;
import dev.vmr.ima.ImaReplay;
import dev.vmr.register.HashAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a list of IMA says and replays to, in the words of the corpora. */
final class ImaFacts implements Facts.Source {
  private final Path file;
  private final byte[] bytes;
  private final List<KeptEntry> entries = new ArrayList<>();
  private final ImaReplay replay =
      new ImaReplay(
          EnumSet.of(
              HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512),
          true,
          true);
  private final Map<String, Integer> templates = new TreeMap<>();
  private int whole;

  ImaFacts(Path file) throws IOException, ImaFormatException {
    this.file = file;
    byte[] read = Files.readAllBytes(file);
    bytes = file.toString().endsWith(".b64") ? Base64.getMimeDecoder().decode(read) : read;
    try {
      ImaReader reader = ImaReader.of(new ByteArrayInputStream(bytes));
      for (ImaEntry entry = reader.next(); entry != null; entry = reader.next()) {
        replay.entry(entry);
        entries.add(KeptEntry.of(entry));
        templates.merge(entry.template().name(), 1, Integer::sum);
        whole += entry.toBytes().length;
      }
    } catch (ImaFormatException e) {
      if (!e.truncated()) {
        throw e;
      }
    }
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public Optional<String> find(String path, String stated) throws Exception {
    List<String> words = Splitter.on('/').splitToList(path);
    String last = words.get(words.size() - 1);
    return switch (words.get(0)) {
      case "entries", "complete_entries" -> Optional.of(Integer.toString(entries.size()));
      case "templates" -> Optional.of(Integer.toString(templates.getOrDefault(last, 0)));
      case "violations" -> Optional.of(Long.toString(replay.violations()));
      case "entries_whose_template_hash_differs", "bad", "measurements_bad", "keyrings_bad" ->
          Optional.of(replay.differing().isEmpty() && othersAreRight() ? "none" : "some");
      case "pcr_index" -> Optional.of(pcrs());
      case "pcr10" -> real(last);
      case "expected" -> real(last);
      case "stated_match" -> Optional.of(Boolean.toString(besideAgrees()));
      case "pcr10_padded_sha1_rule" ->
          words.size() == 1
              ? Optional.of(
                  "n/a (log is " + entries.get(0).templateDigest().algorithm().kernelName() + ")")
              : Optional.of(replay.padded(10, bank(last)).hex());
      case "ascii_agrees" -> Optional.of(Boolean.toString(asciiAgrees()));
      case "digest_len" ->
          Optional.of(Integer.toString(entries.get(0).templateDigest().algorithm().size()));
      case "unknown_template" -> Optional.of(Long.toString(unknown()));
      case "replayed" -> real("sha1");
      case "replayed_sha256_bank_recalculated" -> real("sha256");
      case "bytes" -> Optional.of(Integer.toString(bytes.length));
      case "partial_tail_at" -> Optional.of(Integer.toString(whole));
      case "digests" -> Optional.of(entries.get(Integer.parseInt(last)).templateDigest().hex());
      case "signatures" -> signature(entries.get(Integer.parseInt(words.get(1))), last);
      default -> Optional.empty();
    };
  }

  private static HashAlgorithm bank(String name) {
    return HashAlgorithm.ofKernelName(name).orElseThrow();
  }

  private Optional<String> real(String bank) {
    return Optional.of(replay.real(10, bank(bank)).hex());
  }

  private String pcrs() {
    TreeSet<Integer> all = new TreeSet<>();
    entries.forEach(each -> all.add(each.pcr()));
    return all.toString().replaceAll("[\\[\\]]", "");
  }

  private long unknown() {
    return entries.stream().filter(KeptEntry::opaque).count();
  }

  /** The other list of the case, in the other form, holds the same entries. */
  private boolean asciiAgrees() throws IOException, ImaFormatException {
    for (Path other : others()) {
      ImaFacts ascii = new ImaFacts(other);
      for (int i = 0; i < entries.size(); i++) {
        boolean same =
            ascii.entries.get(i).templateDigest().equals(entries.get(i).templateDigest());
        if (!same || ascii.entries.size() != entries.size()) {
          return false;
        }
      }
    }
    return !others().isEmpty();
  }

  private boolean othersAreRight() throws IOException, ImaFormatException {
    for (Path other : others()) {
      if (!new ImaFacts(other).replay.differing().isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private List<Path> others() throws IOException {
    try (Stream<Path> all = Files.list(file.getParent())) {
      return all.filter(each -> !each.equals(file))
          .filter(each -> !each.toString().matches(".*(\\.md|\\.json|\\.txt|\\.pem)"))
          .sorted()
          .toList();
    }
  }

  /** The values that a kernel has read from its TPM, which lie beside the list. */
  private boolean besideAgrees() throws IOException {
    String text = Files.readString(file.resolveSibling("imakvtpcr10.txt"));
    String digits = text.replaceAll("PCR 10:|\\s", "");
    StringBuilder ours = new StringBuilder();
    for (String bank : List.of("sha1", "sha256", "sha384", "sha512")) {
      ours.append(replay.real(10, bank(bank)).hex());
    }
    return digits.contentEquals(ours);
  }

  /** Path, whether the template digest is right, head of the signature, whether a key made it. */
  private Optional<String> signature(KeptEntry entry, String field)
      throws IOException, GeneralSecurityException {
    byte[] signature = entry.signature().orElseThrow();
    return Optional.of(
        switch (field) {
          case "0" -> entry.path().orElseThrow();
          case "1" -> Boolean.toString(entry.right());
          case "2" -> "hdr " + HexFormat.of().formatHex(signature, 0, 7);
          default -> entry.isSignedBy(file.resolveSibling("rsa2048pub.pem")) ? "rsa ok" : "null";
        });
  }
}
