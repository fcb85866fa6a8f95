package dev.vmr.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.VmrProcess;
import dev.vmr.verify.Finding;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.trust.Endorsements;
import dev.vmr.verify.trust.QuoteContext;
import dev.vmr.verify.trust.TrustAnchors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quotes that swtpm made for tpm2-tools, by keys of every scheme, verified by vmr. */
class TpmQuoteIT {
  private static final String NONCE = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final String ATTRIBUTES =
      "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|sign|restricted";

  @TempDir Path folder;
  private Process swtpm;
  private Toolbox tpm;

  @BeforeEach
  void start() throws Exception {
    Programs.require("swtpm", "tpm2_quote", "tpm2_checkquote", "openssl");
    Files.createDirectory(folder.resolve("state"));
    Path socket = folder.resolve("tpm");
    swtpm =
        new ProcessBuilder(
                "swtpm",
                "socket",
                "--tpm2",
                "--flags",
                "not-need-init,startup-clear",
                "--tpmstate",
                "dir=" + folder.resolve("state"),
                "--server",
                "type=unixio,path=" + socket,
                "--ctrl",
                "type=unixio,path=" + socket + ".ctrl")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("swtpm.out").toFile())
            .start();
    for (int i = 0; i < 500 && !Files.exists(folder.resolve("tpm.ctrl")); i++) {
      Thread.sleep(10);
    }
    tpm = new Toolbox(folder, "swtpm:path=" + socket);
  }

  @AfterEach
  void stop() throws Exception {
    swtpm.destroy();
    swtpm.waitFor();
  }

  private void key(String name, String scheme) throws Exception {
    tpm.ok("tpm2_createprimary -C e -G " + scheme + " -c " + name + ".ctx -a " + ATTRIBUTES);
    tpm.flush();
    tpm.ok("tpm2_readpublic -c " + name + ".ctx -f pem -o " + name + ".pem");
    tpm.flush();
    tpm.ok("tpm2_readpublic -c " + name + ".ctx -f tss -o " + name + ".tss");
    tpm.flush();
  }

  private byte[] file(String name) throws Exception {
    return Files.readAllBytes(folder.resolve(name));
  }

  /** Codes of the errors, when this key is believed and these files are the evidence. */
  private List<String> errors(String root, byte[] message, byte[] signature, byte[] pcrs)
      throws Exception {
    TrustAnchors anchors = TrustAnchors.none();
    QuoteContext context =
        QuoteContext.pinned(Instant.EPOCH)
            .with(root.isEmpty() ? anchors : anchors.plus(file(root)))
            .with(Endorsements.of(List.of(signature, pcrs)));
    List<String> codes = new ArrayList<>();
    for (Finding each : Quotes.verify(message, context).findings()) {
      if (each.severity() == Finding.Severity.ERROR) {
        codes.add(each.code());
      }
    }
    return codes;
  }

  private static byte[] changed(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    copy[at < 0 ? copy.length + at : at] ^= 1;
    return copy;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "rsa2048:rsassa-sha256:null, sha256, rsassa-sha256",
    "rsa2048:rsapss-sha256:null, sha256, rsapss-sha256",
    "ecc256:ecdsa-sha256:null, sha256, ecdsa-sha256",
    "ecc384:ecdsa-sha384:null, sha384, ecdsa-sha384",
  })
  void isVerified(String scheme, String hash, String claimed) throws Exception {
    key("ak", scheme);
    tpm.ok("tpm2_pcrextend 10:sha256=" + "1".repeat(64) + ",sha1=" + "2".repeat(40));
    String read = tpm.pcrs("sha256:10").get(0);
    String files = " -m message -s signature -o pcrs ";
    tpm.ok(
        "tpm2_quote -c ak.ctx -l sha1:10+sha256:0,10,16 -q "
            + NONCE
            + files
            + "-g "
            + hash
            + " --scheme "
            + claimed.replaceFirst("-.*", ""));
    tpm.flush();
    othersAgree(hash, claimed);

    String[] show = {"quote", "show", "--json", path("message"), "--root", path("ak.pem")};
    String[] beside = {"--endorsement", path("signature"), "--endorsement", path("pcrs")};
    VmrProcess.Result shown = vmr(show, beside);
    assertThat(shown.exitCode()).as(shown.output()).isZero();
    JsonNode quote = new ObjectMapper().readTree(shown.output());
    assertThat(quote.path("claims").path("signature_scheme").asText()).isEqualTo(claimed);
    assertThat(quote.path("report_data").asText()).isEqualTo(NONCE);
    assertThat(quote.path("registers").findValuesAsText("value")).contains(read).hasSize(4);

    Files.writeString(
        folder.resolve("policy"),
        "vmr policy 1\nplatform tpm\nnonce required\nunlogged pcr10\nregister pcr10 is sha256/"
            + read
            + "\n");
    String[] verify = {
      "verify",
      "--quote",
      path("message"),
      "--root",
      path("ak.tss"),
      "--policy",
      path("policy"),
      "--nonce",
      NONCE
    };
    VmrProcess.Result verified = vmr(verify, beside);
    assertThat(verified.exitCode()).as(verified.output()).isZero();
    verify[verify.length - 1] = NONCE.replace('0', '1');
    verified = vmr(verify, beside);
    assertThat(verified.exitCode()).isEqualTo(1);
    assertThat(verified.output()).contains("nonce-differs");
    refuses();
  }

  /** What tpm2_checkquote says, or for RSAPSS, which it does not know, openssl. */
  private void othersAgree(String hash, String scheme) throws Exception {
    if (scheme.startsWith("rsapss")) {
      byte[] signature = file("signature");
      Files.write(folder.resolve("bare"), Arrays.copyOfRange(signature, 6, signature.length));
      tpm.ok(
          "openssl dgst -sha256 -verify ak.pem -sigopt rsa_padding_mode:pss"
              + " -sigopt rsa_pss_saltlen:auto -signature bare message");
      return;
    }
    String check = "tpm2_checkquote -u ak.pem -m message -s signature -f pcrs -g " + hash + " -q ";
    tpm.ok(check + NONCE);
    tpm.fails(check + NONCE.replace('0', '1'));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private VmrProcess.Result vmr(String[] first, String[] more) throws Exception {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return VmrProcess.run(folder, all.toArray(String[]::new));
  }

  /** What is wrong is named by its layer. */
  private void refuses() throws Exception {
    byte[] message = file("message");
    byte[] signature = file("signature");
    byte[] pcrs = file("pcrs");
    assertThat(errors("ak.pem", message, signature, pcrs)).isEmpty();
    assertThat(errors("", message, signature, pcrs)).containsExactly("key-untrusted");
    assertThat(errors("ak.pem", message, changed(signature, -1), pcrs))
        .containsExactly("quote-signature");
    for (int at : new int[] {20, message.length / 2, -1}) {
      assertThat(errors("ak.pem", changed(message, at), signature, pcrs))
          .as("byte %d", at)
          .isNotEmpty()
          .containsAnyOf("quote-signature", "quote-malformed", "quote-unknown");
    }
    // The first digest of the first list: 132 bytes of selection, 4 of count, 4 of list, 2 of size.
    assertThat(errors("ak.pem", message, signature, changed(pcrs, 142)))
        .containsExactly("pcr-digest");
    key("other", "ecc256:ecdsa-sha384:null");
    assertThat(errors("other.pem", message, signature, pcrs)).containsExactly("quote-signature");
  }
}
