package dev.vmr.tests.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tests.process.Api;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.SimulatedRegister;
import dev.vmr.tests.process.TestDaemon;
import dev.vmr.tests.process.VmrProcess;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the daemon into a bundle and to a verdict (docs/evidence.md, docs/ear.md). */
class EvidenceIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NONCE = "0f1e2d3c4b5a6978";

  @TempDir Path folder;

  private VmrProcess.Result vmr(String... args) throws Exception {
    return VmrProcess.run(folder, args);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private int verify(String bundle, String... more) throws Exception {
    List<String> args = new ArrayList<>(List.of("verify", bundle, "--allow-simulated"));
    args.addAll(List.of(more));
    return vmr(args.toArray(String[]::new)).exitCode();
  }

  private static ImaLine entry(int number) {
    String hash = HashAlgorithm.SHA1.hash(new byte[] {(byte) number}).hex();
    return new ImaLine("sha1", hash, "/bin/" + number);
  }

  @Test
  void theDaemonsEvidenceIsOneFileAndIsVerified() throws Exception {
    String list = "";
    try (TestDaemon daemon = TestDaemon.start(folder, List.of(), "");
        Api api = daemon.connect()) {
      api.extend("mr_app", HashAlgorithm.SHA384.hash(new byte[1]).toString());
      for (int i = 0; i < 3; i++) {
        list += entry(i).text();
        api.extend("mr_ima", "sha1/" + entry(i).templateDigest());
      }
      // one that the log does not know of yet
      Files.writeString(folder.resolve("list"), list + entry(3).text());
      String[] ask = {"evidence", "--socket", file("api"), "--ima", file("list"), "--nonce", NONCE};
      for (String format : new String[] {"cbor", "json"}) {
        String[] args = Arrays.copyOf(ask, ask.length + 4);
        System.arraycopy(
            new String[] {"--format", format, "--out", file(format)}, 0, args, ask.length, 4);
        assertThat(vmr(args)).isEqualTo(new VmrProcess.Result(0, ""));
      }
      assertThat(vmr("evidence", "--socket", file("api"), "--register", "rtmr1").output())
          .contains("the daemon owns rtmr3");
    }
    assertThat(vmr("evidence", "--socket", file("api")).exitCode()).isEqualTo(4);
    for (String bundle : new String[] {file("cbor"), file("json")}) {
      assertThat(verify(bundle, "--nonce", NONCE)).isZero();
      assertThat(verify(bundle, "--nonce", "00")).isEqualTo(1);
      assertThat(verify(bundle, "--ima", file("list"))).isEqualTo(2);
      assertThat(verify(bundle, "--quoted", "sha384:" + "0".repeat(96))).isEqualTo(2);
    }
    assertThat(vmr("verify", file("cbor")).output()).contains("error quote-simulated", "REJECTED");
    VmrProcess.Result shown =
        vmr("evidence", "show", file("cbor"), "--json", "--extract", file("parts"));
    assertThat(JSON.readTree(shown.output()).path("parts").size()).isEqualTo(4);
    assertThat(folder.resolve("parts/ima-mr_ima")).hasContent(list);
    sameAsFiles();
    resultForOthers();
    foreignExtension();
  }

  /** What somebody else has extended is in the log as a SYNC, and log and quote agree. */
  private void foreignExtension() throws Exception {
    new SimulatedRegister(folder.resolve("state"))
        .change(HashAlgorithm.SHA384.hash(new byte[1]).toByteArray());
    try (TestDaemon daemon = TestDaemon.start(folder, List.of(), "");
        Api api = daemon.connect()) {
      api.extend("mr_app", HashAlgorithm.SHA384.hash(new byte[2]).toString());
      assertThat(vmr("evidence", "--socket", file("api"), "--out", file("foreign")).exitCode())
          .isZero();
    }
    VmrProcess.Result verified = vmr("verify", file("foreign"), "--allow-simulated");
    assertThat(verified.exitCode()).isEqualTo(1);
    assertThat(verified.output()).contains("unexplained-jump").doesNotContain("value-differs");
    Files.writeString(folder.resolve("policy"), "vmr policy 1\njump rtmr3 any\n");
    assertThat(verify(file("foreign"), "--policy", file("policy"))).isZero();
  }

  /** The parts by themselves lead to the same, except for what is said of the bundle. */
  private void sameAsFiles() throws Exception {
    JsonNode bundled =
        JSON.readTree(vmr("verify", file("cbor"), "--allow-simulated", "--json").output());
    Path parts = folder.resolve("parts");
    Files.move(parts.resolve("log-00"), folder.resolve("log"));
    VmrProcess.Result single =
        vmr(
            "verify",
            "--quote",
            parts.resolve("quote").toString(),
            "--log",
            file("log"),
            "--ima",
            parts.resolve("ima-mr_ima").toString(),
            "--allow-simulated",
            "--json");
    JsonNode files = JSON.readTree(single.output().replace("\"log\"", "\"log/00\""));
    for (String member : new String[] {"accepted", "value", "virtual", "quote", "registers"}) {
      assertThat(bundled.path(member)).as(member).isEqualTo(files.path(member));
    }
    assertThat(bundled.path("findings").size()).isEqualTo(files.path("findings").size() + 1);
    assertThat(bundled.path("proofs").toString().replace("log/00", "log"))
        .isEqualTo(files.path("proofs").toString().replace("log/00", "log"));
  }

  /** The signature is checked by a program that knows nothing of this project. */
  private void resultForOthers() throws Exception {
    Programs.require("openssl");
    String[] make = {"openssl", "genpkey", "-algorithm", "EC", "-pkeyopt"};
    for (String curve : new String[] {"P-256", "P-384"}) {
      String[] args = Arrays.copyOf(make, make.length + 3);
      System.arraycopy(
          new String[] {"ec_paramgen_curve:" + curve, "-out", "key"}, 0, args, make.length, 3);
      assertThat(Programs.run(folder, Map.of(), args).exitCode()).isZero();
      Programs.run(folder, Map.of(), "openssl", "pkey", "-in", "key", "-pubout", "-out", "public");
      assertThat(
              verify(
                  file("cbor"), "--nonce", NONCE, "--ear", file("ear"), "--ear-key", file("key")))
          .isZero();
      String[] words = Files.readString(folder.resolve("ear")).strip().split("\\.", -1);
      Files.writeString(folder.resolve("signed"), words[0] + "." + words[1]);
      byte[] raw = Base64.getUrlDecoder().decode(words[2]);
      DERSequence pair =
          new DERSequence(
              new ASN1Integer[] {
                new ASN1Integer(new BigInteger(1, Arrays.copyOf(raw, raw.length / 2))),
                new ASN1Integer(
                    new BigInteger(1, Arrays.copyOfRange(raw, raw.length / 2, raw.length)))
              });
      Files.write(folder.resolve("signature"), pair.getEncoded());
      String hash = curve.equals("P-256") ? "-sha256" : "-sha384";
      String[] check = {"openssl", "dgst", hash, "-verify", "public", "-signature", "signature"};
      check = Arrays.copyOf(check, check.length + 1);
      check[check.length - 1] = "signed";
      assertThat(Programs.run(folder, Map.of(), check).output()).contains("Verified OK");
      JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(words[1]));
      assertThat(claims.path("eat_nonce").asText()).isEqualTo("Dx4tPEtaaXg");
      JsonNode appraisal = claims.path("submods").path("simulated");
      assertThat(appraisal.path("ear.status").asText()).isEqualTo("warning");
      assertThat(appraisal.path("dev.vmr.registers").has("mr_app")).isTrue();
    }
    assertThat(verify(file("cbor"), "--nonce", "00", "--ear", file("unsigned"))).isEqualTo(2);
    assertThat(verify(file("cbor"), "--ear-key", file("key"))).isEqualTo(2);
    assertThat(verify(file("cbor"), "--ear", file("unsigned"), "--ear-key", file("list")))
        .isEqualTo(3);
    assertThat(folder.resolve("unsigned")).doesNotExist();
    VmrProcess.Result rejected = vmr("verify", file("cbor"), "--ear", file("unsigned"));
    assertThat(rejected.exitCode()).isEqualTo(1);
    assertThat(rejected.output()).contains("is not signed");
    assertThat(Files.readString(folder.resolve("unsigned")))
        .startsWith("{\"dev.vmr.unsigned\":true,")
        .contains("\"ear.status\":\"contraindicated\"");
  }

  @Test
  void whatIsNoBundleSaysSo() throws Exception {
    Files.writeString(folder.resolve("other"), "{\"a\":[\"a/b\",\"AA\"],\"__cmwc_t\":\"1.2\"}\n");
    VmrProcess.Result other = vmr("verify", file("other"));
    assertThat(other.exitCode()).isEqualTo(3);
    assertThat(other.output()).contains("not a collection of type").doesNotContain("\tat ");
    Files.writeString(folder.resolve("text"), "no bundle\n");
    assertThat(vmr("verify", file("text")).exitCode()).isEqualTo(3);
    assertThat(vmr("evidence", "--quote", file("text")).exitCode()).isEqualTo(3);
    assertThat(vmr("evidence", "--format", "xml").exitCode()).isEqualTo(2);
    assertThat(vmr("evidence", "--quote", file("text"), "--nonce", "00").exitCode()).isEqualTo(2);
  }
}
