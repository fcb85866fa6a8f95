package dev.vmr.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vmr.credential.AuthorityFiles;
import dev.vmr.credential.CertificateAuthority;
import dev.vmr.credential.EndorsementCertificates;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.TestDaemon;
import dev.vmr.tests.process.VmrProcess;
import dev.vmr.tpm.endorsement.EndorsementTemplate;
import dev.vmr.tpm.endorsement.ManufacturedTpm;
import dev.vmr.tpm.engine.LibtpmsEngine;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code vmr tpm manufacture}, with tpm2-tools, openssl and swtpm as judges. */
class ManufactureIT {
  private static final String CONTENT = "the credential that is activated";

  @TempDir Path folder;

  @BeforeEach
  void isThere() throws Exception {
    Programs.require("tpm2_createek", "openssl");
    assumeTrue(LibtpmsEngine.present(), "skipped: libtpms is not installed");
    Files.writeString(folder.resolve("secret"), CONTENT);
  }

  private VmrProcess.Result manufacture(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("tpm", "manufacture", "--state"));
    arguments.add(folder.resolve("state").toString());
    arguments.addAll(List.of(more));
    return VmrProcess.run(folder, arguments.toArray(new String[0]));
  }

  private JsonNode made(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--json");
    VmrProcess.Result result = manufacture(arguments.toArray(new String[0]));
    assertThat(result.exitCode()).as(result.output()).isZero();
    return new ObjectMapper().readTree(result.output());
  }

  /** The certificate in an NV index, in PEM; its file. */
  private String certificate(Toolbox tpm, String index) throws Exception {
    tpm.ok("tpm2_nvread " + index + " -o " + index + ".der");
    tpm.ok("openssl x509 -inform der -in " + index + ".der -out " + index + ".pem");
    return index + ".pem";
  }

  @Test
  void certifiesTheKeysOfTheTpm() throws Exception {
    JsonNode made = made("--keys", "rsa-2048,ecc-p256,ecc-p384");
    String ca = made.path("ca").path("certificate").asText();
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      Toolbox tpm = new Toolbox(folder, server.tcti("swtpm-path"));
      for (JsonNode key : made.path("keys")) {
        String file = certificate(tpm, key.path("index").asText());
        assertThat(Base64.getDecoder().decode(key.path("certificate").asText()))
            .isEqualTo(Files.readAllBytes(folder.resolve(key.path("index").asText() + ".der")));
        assertThat(tpm.ok("openssl verify -x509_strict -CAfile " + ca + " " + file))
            .isEqualTo(file + ": OK\n");
        String algorithm = key.path("type").asText().replace("-2048", "").replace("-p384", "384");
        algorithm = algorithm.replace("-p256", "256");
        String certified = tpm.ok("openssl x509 -noout -pubkey -in " + file);
        tpm.ok("tpm2_readpublic -f pem -o ek.pem -c " + key.path("handle").asText());
        assertThat(Files.readString(folder.resolve("ek.pem"))).isEqualTo(certified);
        tpm.ok("tpm2_createek -G " + algorithm + " -c ek.ctx -f pem -u created.pem");
        tpm.flush();
        assertThat(Files.readString(folder.resolve("created.pem"))).isEqualTo(certified);
      }
      tpm.ok("tpm2_getekcertificate -o rsa.crt -o ecc.crt");
      assertThat(folder.resolve("rsa.crt"))
          .hasSameBinaryContentAs(folder.resolve("0x01c00002.der"));
      assertThat(folder.resolve("ecc.crt"))
          .hasSameBinaryContentAs(folder.resolve("0x01c0000a.der"));
      tpm.fails("tpm2_nvwrite 0x01c00002 -C o -i secret");
      tpm.fails("tpm2_nvwrite 0x01c00002 -C p -i secret");
      tpm.fails("tpm2_nvundefine 0x01c00002 -C o");
      tpm.ok("tpm2_clear -c p");
      assertThat(tpm.ok("tpm2_getcap handles-persistent")).isEmpty();
      certificate(tpm, "0x01c00016");
      tpm.ok("tpm2_createek -G ecc384 -c ek.ctx -f pem -u created.pem");
      tpm.flush();
      assertThat(Files.readString(folder.resolve("created.pem")))
          .isEqualTo(tpm.ok("openssl x509 -noout -pubkey -in 0x01c00016.pem"));

      String text = tpm.ok("openssl x509 -noout -text -in 0x01c00016.pem");
      assertThat(text)
          .containsPattern("Not After : Dec 31 23:59:59 9999 GMT")
          .containsPattern(
              "Alternative Name: critical\\s+DirName:/2.23.133.2.1=id:49424D00/2.23.133.2.2=SW")
          .containsPattern("Basic Constraints: critical\\s+CA:FALSE")
          .containsPattern("X509v3 Key Usage: critical\\s+Key Agreement\n")
          .containsPattern("Extended Key Usage: \\s+2.23.133.8.1\n")
          .contains("Subject Directory Attributes:", "Authority Key Id", "Subject Key Id");
      assertThat(tpm.ok("openssl x509 -noout -text -in 0x01c00002.pem"))
          .containsPattern("X509v3 Key Usage: critical\\s+Key Encipherment\n");
    }
  }

  @Test
  void activatesCredentialsWithTheCertifiedKeys() throws Exception {
    made();
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      Toolbox tpm = new Toolbox(folder, server.tcti("mssim"));
      for (String key : new String[] {"0x81010001 rsa 0x01c00002", "0x81010016 ecc 0x01c00016"}) {
        String[] part = key.split(" ", -1);
        boolean rsa = part[1].equals("rsa");
        String file = certificate(tpm, part[2]);
        Files.writeString(
            folder.resolve("certified.pem"), tpm.ok("openssl x509 -noout -pubkey -in " + file));
        tpm.ok("tpm2_readpublic -c " + part[0] + " -o ek.pub -f tss");
        tpm.ok("tpm2_createprimary -C o -G ecc -c primary");
        tpm.flush();
        tpm.ok("tpm2_create -C primary -c ak.ctx -u ak.pub -r ak.priv -G ecc -g sha256");
        tpm.flush();
        tpm.ok("tpm2_load -C primary -u ak.pub -r ak.priv -n ak.name -c ak.ctx");
        tpm.flush();
        String name = HexFormat.of().formatHex(Files.readAllBytes(folder.resolve("ak.name")));
        // Who makes the credential has no TPM, only the certificate.
        tpm.ok(
            rsa
                ? "tpm2_makecredential -T none -G rsa -u certified.pem -s secret -n "
                    + name
                    + " -o cred"
                : "tpm2_makecredential -T none -u ek.pub -s secret -n " + name + " -o cred");
        tpm.ok(
            "tpm2_startauthsession --policy-session -S session -g " + (rsa ? "sha256" : "sha384"));
        tpm.ok("tpm2_policysecret -S session -c e");
        String endorser = "session:session";
        if (!rsa) {
          endorser = ""; // a high range key can be used by its own password, which is empty
        }
        String[] activate =
            ("tpm2_activatecredential -c ak.ctx -C " + part[0] + " -i cred -o activated")
                .split(" ", -1);
        List<String> command = new ArrayList<>(List.of(activate));
        if (!endorser.isEmpty()) {
          command.addAll(List.of("-P", endorser));
        }
        tpm.ok(command.toArray(new String[0]));
        assertThat(Files.readString(folder.resolve("activated"))).isEqualTo(CONTENT);
        tpm.flush();
      }
    }
  }

  @Test
  void isWhatSwtpmSetupMakes() throws Exception {
    Programs.require("swtpm", "swtpm_setup", "swtpm_localca");
    made("--keys", "rsa-2048,ecc-p384");
    List<String> ours = new ArrayList<>();
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      ours.addAll(shape(new Toolbox(folder, server.tcti("swtpm-path"))));
    }
    Toolbox shell = new Toolbox(folder, "none");
    Files.createDirectories(folder.resolve("theirs"));
    Files.createDirectories(folder.resolve("ca"));
    Files.writeString(
        folder.resolve("localca.conf"),
        """
        statedir = %1$s
        signingkey = %1$s/key.pem
        issuercert = %1$s/cert.pem
        certserial = %1$s/serial
        """
            .formatted(folder.resolve("ca")));
    Files.writeString(folder.resolve("localca.options"), "--platform-model none\n");
    Files.writeString(
        folder.resolve("setup.conf"),
        """
        create_certs_tool = swtpm_localca
        create_certs_tool_config = %1$s/localca.conf
        create_certs_tool_options = %1$s/localca.options
        active_pcr_banks = sha1,sha256,sha384,sha512
        """
            .formatted(folder));
    shell.ok(
        "swtpm_setup --tpm2 --tpmstate "
            + folder.resolve("theirs")
            + " --config setup.conf --create-ek-cert --ecc --lock-nvram");
    try (Swtpm swtpm = Swtpm.start(folder, folder.resolve("theirs"), true)) {
      assertThat(ours).isEqualTo(shape(swtpm.tools()));
    }
  }

  /** What two TPMs of the same kind have in common, whoever made them. */
  private static List<String> shape(Toolbox tpm) throws Exception {
    List<String> shape = new ArrayList<>();
    for (String what :
        new String[] {"properties-variable", "handles-persistent", "handles-nv-index", "pcrs"}) {
      shape.add(tpm.ok("tpm2_getcap " + what));
    }
    shape.add(tpm.ok("tpm2_nvreadpublic").replaceAll("(name|size): .*", "$1"));
    for (String key : new String[] {"0x81010001", "0x81010016"}) {
      shape.add(
          tpm.ok("tpm2_readpublic -c " + key)
              .replaceAll("(?m)^(name|qualified name|rsa|x|y): .*", "$1"));
    }
    return shape;
  }

  @Test
  void swtpmTakesIt() throws Exception {
    Programs.require("swtpm");
    JsonNode made = made("--pcr-banks", "sha256,sha384");
    byte[] file = Files.readAllBytes(folder.resolve("state/tpm-state/permall"));
    int at = 0;
    while (file[at] != '\n') {
      at++;
    }
    int size = file.length - at - 1;
    Files.createDirectories(folder.resolve("theirs"));
    Files.write(
        folder.resolve("theirs/tpm2-00.permall"),
        ByteBuffer.allocate(16 + size)
            .put(new byte[] {2, 1, 0, 10, 0, 0})
            .putInt(16 + size)
            .putShort((short) 1)
            .putInt(size)
            .put(file, at + 1, size)
            .array());
    try (Swtpm swtpm = Swtpm.start(folder, folder.resolve("theirs"), true)) {
      Toolbox tpm = swtpm.tools();
      assertThat(tpm.ok("tpm2_getcap handles-persistent"))
          .isEqualTo("- 0x81010001\n- 0x81010016\n");
      for (JsonNode key : made.path("keys")) {
        certificate(tpm, key.path("index").asText());
        assertThat(Base64.getDecoder().decode(key.path("certificate").asText()))
            .isEqualTo(Files.readAllBytes(folder.resolve(key.path("index").asText() + ".der")));
      }
      assertThat(tpm.ok("tpm2_getcap pcrs")).containsPattern("sha1: \\[ \\]\\s+- sha256: \\[ 0, 1");
    }
  }

  @Test
  void aDaemonKeepsIt() throws Exception {
    made("--pcr-banks", "sha256,sha384");
    List<String> keys = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      try (TestDaemon daemon =
          TestDaemon.start(
              folder, List.of(), "[tpm]\nengine = \"libtpms\"\nswtpm = \"" + folder + "/d\"\n")) {
        daemon.connect().close();
        Toolbox tpm = new Toolbox(folder, "swtpm:path=" + folder.resolve("d"));
        keys.add(
            tpm.ok("tpm2_readpublic -c 0x81010016")
                + tpm.ok("openssl x509 -noout -text -in " + certificate(tpm, "0x01c00016")));
        tpm.extend(10, HashAlgorithm.SHA384, '1');
        assertThat(tpm.pcrs("sha384:10"))
            .containsExactly(
                daemon
                    .consistentLog()
                    .registers()
                    .get(new RegisterName("mr_ima"))
                    .banks()
                    .get(HashAlgorithm.SHA384)
                    .hex());
        assertThat(tpm.pcrs("sha1:10")).isEmpty();
        daemon.process().kill();
      }
    }
    assertThat(keys.get(0)).isEqualTo(keys.get(1));
  }

  @Test
  void aCaOfOnesOwnSigns() throws Exception {
    Toolbox shell = new Toolbox(folder, "none");
    intermediate(shell, "openssl genrsa -traditional -out ca.key 2048");
    JsonNode made =
        made(
            "--keys",
            "ecc-p384",
            "--days",
            "20",
            "--subject",
            "CN=vm-17,O=Example",
            "--ca-url",
            "https://ca.example/ca.crt",
            "--model",
            "Model 1",
            "--ca-cert",
            folder.resolve("chain.pem").toString(),
            "--ca-key",
            folder.resolve("ca.key").toString());
    assertThat(made.path("chain").toString()).isEqualTo("[\"0x01c00100\"]");
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      Toolbox tpm = new Toolbox(folder, server.tcti("swtpm-path"));
      String chain = certificate(tpm, "0x01c00100");
      String file = certificate(tpm, "0x01c00016");
      assertThat(tpm.ok("openssl verify -CAfile root.pem -untrusted " + chain + " " + file))
          .isEqualTo(file + ": OK\n");
      assertThat(tpm.ok("openssl x509 -noout -text -nameopt RFC2253 -in " + file))
          .contains("Subject: CN=vm-17,O=Example", "CA Issuers - URI:https://ca.example/ca.crt")
          .containsPattern("Alternative Name: \\s+DirName:.*Model 1");
    }
  }

  /** A root in root.pem, an intermediate CA with a new key in ca.key, both in chain.pem. */
  private void intermediate(Toolbox shell, String newKey) throws Exception {
    Files.writeString(
        folder.resolve("ext"),
        "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n");
    shell.ok("openssl ecparam -genkey -name prime256v1 -out root.key");
    shell.ok("openssl req -new -x509 -key root.key -subj /CN=root -days 30 -out root.pem");
    shell.ok(newKey);
    shell.ok("openssl req -new -key ca.key -subj /O=Example/CN=intermediate -out ca.csr");
    shell.ok(
        "openssl x509 -req -in ca.csr -CA root.pem -CAkey root.key -CAcreateserial -days 30"
            + " -extfile ext -out ca.pem");
    Files.writeString(
        folder.resolve("chain.pem"),
        Files.readString(folder.resolve("ca.pem")) + Files.readString(folder.resolve("root.pem")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openssl ecparam -genkey -name secp521r1 -out ca.key",
        "openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256 -out ca.key",
        "openssl genpkey -algorithm ed25519 -out ca.key",
        "openssl genpkey -algorithm ed448 -out ca.key",
        "openssl genpkey -algorithm rsa-pss -pkeyopt rsa_keygen_bits:2048 -out ca.key"
      })
  void aCaMayHaveAnyOfTheseKeys(String newKey) throws Exception {
    Toolbox shell = new Toolbox(folder, "none");
    intermediate(shell, newKey);
    Instant now = Instant.now();
    CertificateAuthority ca =
        AuthorityFiles.read(folder.resolve("chain.pem"), folder.resolve("ca.key"), now);
    ManufacturedTpm made =
        ManufacturedTpm.make(
            List.of(EndorsementTemplate.ECC_P384),
            List.of(),
            new EndorsementCertificates(
                ca,
                new EndorsementCertificates.Terms(
                    now, Optional.empty(), new X500Name(new RDN[0]), Optional.empty()),
                identity -> identity));
    Files.write(folder.resolve("ek.der"), made.keys().get(0).certificate().toByteArray());
    shell.ok("openssl x509 -inform der -in ek.der -out ek.pem");
    assertThat(shell.ok("openssl verify -CAfile root.pem -untrusted ca.pem ek.pem"))
        .isEqualTo("ek.pem: OK\n");
  }

  @Test
  void nothingIsHalfDone() throws Exception {
    Path permall = folder.resolve("state/tpm-state/permall");
    made();
    byte[] first = Files.readAllBytes(permall);
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      byte[] running = Files.readAllBytes(permall);
      VmrProcess.Result used = manufacture("--overwrite");
      assertThat(used.exitCode()).isEqualTo(3);
      assertThat(used.output()).contains("is in use");
      assertThat(Files.readAllBytes(permall)).isEqualTo(running);
      assertThat(server.process().alive()).isTrue();
    }
    JsonNode replaced = made("--overwrite");
    assertThat(replaced.path("ca").path("new").asBoolean()).as("the CA is used again").isFalse();
    assertThat(Files.readAllBytes(permall)).isNotEqualTo(first);
  }
}
