package dev.vmr.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.ima.ImaReader;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.VmrProcess;
import dev.vmr.verify.files.FileAppraisal;
import dev.vmr.verify.files.FilePolicy;
import dev.vmr.verify.files.KeyFiles;
import dev.vmr.verify.files.Outcome;
import dev.vmr.verify.files.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that evmctl and OpenSSL have signed, in lists as a kernel writes them. */
class FileSignaturesIT {
  private static final String NOTHING = "{\"digests\": {}}";
  private static final List<String> KEYS = List.of("rsa2048", "rsa3072", "ec256", "ec384", "ec521");

  private static final String MAKE_KEYS =
      """
      set -e
      for bits in 2048 3072; do openssl genrsa -out "rsa$bits.pem" $bits; done
      openssl ecparam -genkey -name prime256v1 -noout -out ec256.pem
      openssl ecparam -genkey -name secp384r1 -noout -out ec384.pem
      openssl ecparam -genkey -name secp521r1 -noout -out ec521.pem
      for key in rsa2048 rsa3072 ec256 ec384 ec521; do
        openssl req -new -x509 -key "$key.pem" -subj "/CN=$key" -days 30 -out "$key.crt"
        openssl pkey -in "$key.pem" -pubout -out "$key.pub"
        openssl x509 -in "$key.crt" -outform DER -out "$key.der"
      done
      """;

  @TempDir static Path folder;

  @BeforeAll
  static void makeKeys() throws Exception {
    Programs.require("evmctl", "openssl", "bash");
    run(MAKE_KEYS);
  }

  private static String run(String script, String... args) throws Exception {
    String[] command = new String[args.length + 4];
    System.arraycopy(new String[] {"bash", "-c", script, "script"}, 0, command, 0, 4);
    System.arraycopy(args, 0, command, 4, args.length);
    VmrProcess.Result result = Programs.run(folder, Map.of(), command);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output();
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] entry(String template, byte[]... fields) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (byte[] field : fields) {
      data.writeBytes(concat(number(field.length), field));
    }
    byte[] bytes = data.toByteArray();
    return concat(
        number(10),
        HashAlgorithm.SHA1.hash(bytes).toByteArray(),
        number(template.length()),
        ascii(template),
        number(bytes.length),
        bytes);
  }

  private static byte[] digest(String prefix, HashAlgorithm algorithm, byte[] content) {
    return concat(
        ascii(prefix + algorithm.kernelName() + ":\0"), algorithm.hash(content).toByteArray());
  }

  /** What an appraisal by these keys alone has found. */
  private record Appraised(long entries, long signed, List<String> codes) {}

  private Appraised appraise(byte[] list, String... certificates) throws Exception {
    List<SigningKey> keys = new ArrayList<>();
    for (String each : certificates) {
      List<SigningKey> found = KeyFiles.parse(each, Files.readAllBytes(folder.resolve(each)));
      assertThat(found).as(each).hasSize(1);
      keys.addAll(found);
    }
    List<String> codes = new ArrayList<>();
    FileAppraisal appraisal =
        new FileAppraisal(
            FilePolicy.read(new ByteArrayInputStream(ascii(NOTHING)), null),
            keys,
            finding -> codes.add(finding.code()));
    ImaReader.of(new ByteArrayInputStream(list)).forEach(appraisal);
    return new Appraised(appraisal.entries(), appraisal.count(Outcome.SIGNED), codes);
  }

  private static String[] all(String suffix) {
    return KEYS.stream().map(key -> key + suffix).toArray(String[]::new);
  }

  /** One list with a file for each key and algorithm that evmctl signs with. */
  @Test
  void whatEvmctlSignsIsSigned() throws Exception {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    int entries = 0;
    for (String key : KEYS) {
      for (String hash : List.of("sha1", "sha256", "sha384", "sha512")) {
        String name = key + "-" + hash;
        byte[] content = ascii("content of " + name);
        Files.write(folder.resolve(name), content);
        run("evmctl ima_sign --sigfile --key \"$1.pem\" -a \"$2\" \"$3\"", key, hash, name);
        HashAlgorithm algorithm = HashAlgorithm.ofKernelName(hash).orElseThrow();
        list.writeBytes(
            entry(
                "ima-sig",
                digest("", algorithm, content),
                ascii("/" + name + "\0"),
                Files.readAllBytes(folder.resolve(name + ".sig"))));
        entries++;
      }
    }
    byte[] signed = list.toByteArray();
    for (String suffix : List.of(".crt", ".pub", ".der", ".pem")) {
      assertThat(appraise(signed, all(suffix)))
          .as(suffix)
          .isEqualTo(new Appraised(entries, entries, List.of()));
    }
    Appraised some = appraise(signed, "rsa2048.crt", "ec384.crt");
    assertThat(some.signed()).isEqualTo(8);
    assertThat(some.codes()).hasSize(12).containsOnly("ima-file-unknown");
  }

  /** The last byte of each file's signature is another. */
  @Test
  void whatEvmctlDidNotSignIsNot() throws Exception {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    for (String key : KEYS) {
      byte[] content = ascii("content of " + key);
      Files.write(folder.resolve(key), content);
      run("evmctl ima_sign --sigfile --key \"$1.pem\" -a sha256 \"$1\"", key);
      byte[] signature = Files.readAllBytes(folder.resolve(key + ".sig"));
      signature[signature.length - 1] ^= 1;
      byte[] digest = digest("", HashAlgorithm.SHA256, content);
      list.writeBytes(entry("ima-sig", digest, ascii("/" + key + "\0"), signature));
    }
    assertThat(appraise(list.toByteArray(), all(".crt")).codes())
        .hasSize(KEYS.size())
        .containsOnly("ima-signature-invalid");
  }

  /** Portable signatures of a file's attributes. */
  @Test
  void attributesThatEvmctlSignsProveTheFile() throws Exception {
    byte[] content = ascii("content");
    Files.write(folder.resolve("file"), content);
    byte[] ima = concat(new byte[] {4, 4}, HashAlgorithm.SHA256.hash(content).toByteArray());
    String signature =
        run(
                "evmctl sign --portable -n --key rsa2048.pem -a sha256 --uid=1000 --gid=100"
                    + " --mode=33261 --generation=0 --ima=\"$1\" file 2>/dev/null",
                HexFormat.of().formatHex(ima))
            .strip();
    List<String> found = new ArrayList<>();
    for (int mode : new int[] {0100755, 0104755}) {
      byte[] list =
          entry(
              "evm-sig",
              digest("", HashAlgorithm.SHA256, content),
              ascii("/file\0"),
              HexFormat.of().parseHex(signature),
              ascii("security.ima\0"),
              number(ima.length),
              ima,
              number(1000),
              number(100),
              new byte[] {(byte) mode, (byte) (mode >> 8)});
      found.add(mode + " " + appraise(list, "rsa2048.crt"));
    }
    assertThat(found)
        .containsExactly(
            0100755 + " " + new Appraised(1, 1, List.of()),
            0104755 + " " + new Appraised(1, 0, List.of("ima-signature-invalid")));
  }

  /** Signatures as scripts/sign-file of the kernel appends them, and other forms of PKCS #7. */
  @Test
  void whatOpensslAppendsIsSigned() throws Exception {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    byte[] content = ascii("content of a module");
    Files.write(folder.resolve("module"), content);
    int entries = 0;
    for (String key : List.of("rsa2048", "ec256", "ec521")) {
      for (String form : List.of("-noattr", "-noattr -keyid", "", "-keyid", "-nocerts -noattr")) {
        run(
            "openssl cms -sign -binary -outform DER -md sha256 -signer \"$1.crt\" -inkey"
                + " \"$1.pem\" -in module -out module.p7s $2",
            key,
            form);
        list.writeBytes(modsig(content, Files.readAllBytes(folder.resolve("module.p7s"))));
        entries++;
      }
    }
    assertThat(appraise(list.toByteArray(), all(".crt")))
        .isEqualTo(new Appraised(entries, entries, List.of()));
    assertThat(appraise(list.toByteArray(), "rsa3072.crt").signed()).isZero();
    byte[] swapped =
        modsig(ascii("another module"), Files.readAllBytes(folder.resolve("module.p7s")));
    assertThat(appraise(swapped, all(".crt")).codes()).containsExactly("ima-signature-invalid");
  }

  private static byte[] modsig(byte[] content, byte[] message) {
    byte[] whole = concat(content, message);
    return entry(
        "ima-modsig",
        digest("", HashAlgorithm.SHA256, whole),
        ascii("/lib/modules/x.ko\0"),
        new byte[0],
        digest("", HashAlgorithm.SHA256, content),
        message);
  }

  /** Version 3, of content and of fs-verity, signed by OpenSSL. */
  @Test
  void versionThreeIsVerified() throws Exception {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    byte[] content = ascii("content");
    byte[] digest = HashAlgorithm.SHA512.hash(content).toByteArray();
    for (String key : List.of("rsa2048", "ec256")) {
      byte[] id =
          HexFormat.of()
              .parseHex(
                  run(
                          "openssl x509 -in \"$1.crt\" -noout -ext subjectKeyIdentifier"
                              + " | tail -1 | tr -d ' :\\n' | tail -c 8",
                          key)
                      .strip());
      for (int type : new int[] {3, 6}) {
        Files.write(folder.resolve("id"), concat(new byte[] {(byte) type, 6}, digest));
        run("openssl dgst -sha512 -sign \"$1.pem\" -out value id", key);
        byte[] value = Files.readAllBytes(folder.resolve("value"));
        byte[] signature =
            concat(
                new byte[] {(byte) type, 3, 6},
                id,
                new byte[] {(byte) (value.length >> 8), (byte) value.length},
                value);
        String kind = type == 6 ? "verity:" : "ima:";
        list.writeBytes(
            entry(
                "ima-sigv2",
                digest(kind, HashAlgorithm.SHA512, content),
                ascii("/file\0"),
                signature));
      }
    }
    assertThat(appraise(list.toByteArray(), all(".crt"))).isEqualTo(new Appraised(4, 4, List.of()));
  }
}
