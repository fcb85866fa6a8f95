package dev.vmr.tests.corpora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.hash.Hashing;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.log.MeasurementLogs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What others wrote beside their evidence. */
final class StatedFiles {
  /** SHA-256 of the keys of docs/quotes.md, section 3.1. */
  private static final Set<String> PINNED =
      Set.of(
          "a0af031289f5d5d4132f9186068a7fc13628633ba235777472e29b6b6c67a49e",
          "9f056bee44377e29308cb5ffa895bdfb62d18881fa6bed8d6f075b0204089cb9",
          "429a69c9422aa258ee4d8db5fcda9c6470ef15f8cd5a9cebd6cbc7d90b863831",
          "4f125410563a2ab9a50356f9243f6fe0b6f73de98603f53f90339c70e9d7ad08");

  private static final Pattern YAML = Pattern.compile("(sha\\d+):|(\\d+) *: 0x([0-9a-f]+)");

  private StatedFiles() {}

  static LogFacts.StatedPcrs none() {
    return new LogFacts.StatedPcrs(Map.of());
  }

  /** PCRs in the decoded form of tpm2-tools, in a list of SHA-256 values, or as expected. */
  static LogFacts.StatedPcrs beside(Path log) throws IOException {
    Map<String, Map<Integer, String>> banks = new HashMap<>();
    Path yaml = log.resolveSibling(log.getFileName() + ".yaml");
    if (Files.exists(yaml)) {
      String text = Files.readString(yaml);
      Matcher each = YAML.matcher(text.substring(text.lastIndexOf("\npcrs:")));
      String bank = "";
      while (each.find()) {
        bank = each.group(1) == null ? bank : each.group(1);
        if (each.group(2) != null) {
          banks
              .computeIfAbsent(bank, unused -> new HashMap<>())
              .put(Integer.parseInt(each.group(2)), each.group(3));
        }
      }
    }
    Path list = log.resolveSibling("TpmLogExpectedPcrs.txt");
    if (Files.exists(list)) {
      List<String> values = Files.readAllLines(list);
      for (int pcr = 0; pcr <= 16; pcr++) { // the others are no firmware's
        banks.computeIfAbsent("sha256", unused -> new HashMap<>()).put(pcr, values.get(pcr));
      }
    }
    new ObjectMapper()
        .readTree(log.resolveSibling("expected.json").toFile())
        .at("/expected/pcrs")
        .fields()
        .forEachRemaining(
            bank ->
                bank.getValue()
                    .fields()
                    .forEachRemaining(
                        pcr ->
                            banks
                                .computeIfAbsent(bank.getKey(), unused -> new HashMap<>())
                                .put(Integer.parseInt(pcr.getKey()), pcr.getValue().asText())));
    return new LogFacts.StatedPcrs(banks);
  }

  /** The PCRs of a dump whose quote is not accepted, against the log that it carries. */
  static Optional<Facts.Source> pcrsOf(byte[] dump) throws Exception {
    if (dump[0] != '{') {
      return Optional.empty();
    }
    JsonNode json = new ObjectMapper().readTree(dump).path("Log");
    MeasurementLog log =
        MeasurementLogs.read(Base64.getDecoder().decode(json.path("Raw").asText()));
    return Optional.of(
        (path, stated) -> {
          if (path.equals("bank")) {
            return Optional.of(log.replayed().firstKey().text().isEmpty() ? "" : "sha1");
          }
          if (!path.startsWith("log_replay_match/")) {
            return path.equals("quote") ? Optional.of(stated) : Optional.empty();
          }
          int pcr = Integer.parseInt(path.replaceAll("\\D", ""));
          String read = "";
          for (JsonNode each : json.path("PCRs")) {
            read = each.path("Index").asInt() == pcr ? each.path("Digest").asText() : read;
          }
          byte[] value = Base64.getDecoder().decode(read);
          String replayed = log.replayed(new RegisterName("pcr" + pcr), HashAlgorithm.SHA1).hex();
          return Optional.of(Boolean.toString(HexFormat.of().formatHex(value).equals(replayed)));
        });
  }

  /** The first entry of the list beside a log: the hash of the PCRs that the log replays to. */
  static Facts.Source bootAggregate(MeasurementLog log, Path folder) throws IOException {
    String first = Files.readAllLines(folder.resolve("test_ascii_runtime_measurements")).get(0);
    StringBuilder pcrs = new StringBuilder();
    for (int pcr = 0; pcr < 8; pcr++) {
      pcrs.append(log.replayed(new RegisterName("pcr" + pcr), HashAlgorithm.SHA256).hex());
    }
    String hash = Hashing.sha256().hashBytes(HexFormat.of().parseHex(pcrs)).toString();
    boolean found = first.contains("sha256:" + hash + " boot_aggregate");
    return (path, stated) -> {
      if (path.startsWith("boot_aggregate_found_as/")) {
        return Optional.of(found ? stated : "not found");
      }
      return path.equals("line") ? Optional.of("sha256:" + hash) : Optional.empty();
    };
  }

  /** The list that a case's values are of: binary before ASCII. */
  static Path imaList(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<String> names = new ArrayList<>();
      all.map(each -> each.getFileName().toString())
          .filter(each -> !each.matches(".*(\\.md|\\.json|\\.txt|\\.pem)"))
          .forEach(names::add);
      for (String preferred :
          List.of("binary_", "ima.bin", "ima-log-sha256", "sha256_orig", "signatures.", ".b64")) {
        for (String each : names) {
          boolean main = each.contains(preferred) && !each.matches(".*(bad|invalidated).*");
          if (main) {
            return folder.resolve(each);
          }
        }
      }
      return folder.resolve(names.get(0));
    }
  }

  /** Whether a self-signed certificate of a file has a key that is pinned. */
  static boolean pinned(String pem) throws Exception {
    byte[] text = pem.getBytes(StandardCharsets.US_ASCII);
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    for (var each : factory.generateCertificates(new ByteArrayInputStream(text))) {
      X509Certificate certificate = (X509Certificate) each;
      byte[] key = certificate.getPublicKey().getEncoded();
      boolean root =
          certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
      if (root && PINNED.contains(Hashing.sha256().hashBytes(key).toString())) {
        return true;
      }
    }
    return false;
  }
}
