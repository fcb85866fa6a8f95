package dev.vmr.verify.files;

import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.ImaReader;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.Finding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes small lists and has them appraised. */
final class Lists {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** A digest field. */
  static byte[] digest(String prefix, byte[] digest) {
    return concat(ascii(prefix + ":\0"), digest);
  }

  static byte[] sha256(byte[] content) {
    return HashAlgorithm.SHA256.hash(content).toByteArray();
  }

  static byte[] path(String path) {
    return ascii(path + "\0");
  }

  /** An entry of a template with these fields. */
  Lists entry(String template, byte[]... fields) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (byte[] field : fields) {
      data.writeBytes(concat(number(field.length), field));
    }
    byte[] digest = HashAlgorithm.SHA1.hash(data.toByteArray()).toByteArray();
    return raw(digest, template, data.toByteArray());
  }

  private Lists raw(byte[] digest, String template, byte[] data) {
    byte[] name = ascii(template);
    out.writeBytes(concat(number(10), digest, number(name.length), name));
    out.writeBytes(concat(number(data.length), data));
    return this;
  }

  /** An entry ima-ng of a file with that content. */
  Lists file(String path, String content) {
    return entry("ima-ng", digest("sha256", sha256(ascii(content))), path(path));
  }

  /** An entry ima-sig of a file with that content. */
  Lists signed(String path, String content, byte[] signature) {
    return entry("ima-sig", digest("sha256", sha256(ascii(content))), path(path), signature);
  }

  /** An entry ima-buf. */
  Lists buffer(String name, byte[] buffer) {
    return entry("ima-buf", digest("sha256", sha256(buffer)), path(name), buffer);
  }

  Lists violation(String path) {
    byte[] data = concat(number(40), digest("sha256", new byte[32]));
    return raw(new byte[20], "ima-ng", concat(data, number(path(path).length), path(path)));
  }

  /** An entry whose template digest is of something else. */
  Lists forged(String path) {
    byte[] data = concat(number(40), digest("sha256", new byte[32]));
    byte[] digest = new byte[20];
    digest[0] = 1;
    return raw(digest, "ima-ng", concat(data, number(path(path).length), path(path)));
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  static FilePolicy policy(String text) throws FilePolicyException, IOException {
    return FilePolicy.read(new ByteArrayInputStream(ascii(text)), null);
  }

  /** A finished appraisal and what it has found, as {@code severity code entry}. */
  record Appraised(FileAppraisal appraisal, List<Finding> findings) {
    List<String> found() {
      return findings.stream()
          .map(
              f ->
                  f.severity().text()
                      + " "
                      + f.code()
                      + (f.entry() == null ? "" : " " + f.entry().number()))
          .toList();
    }

    long count(Outcome outcome) {
      return appraisal.count(outcome);
    }
  }

  Appraised appraise(String policy, SigningKey... keys) throws Exception {
    return appraise(bytes(), policy(policy), keys);
  }

  static Appraised appraise(byte[] list, FilePolicy policy, SigningKey... keys)
      throws IOException, ImaFormatException {
    List<Finding> findings = new ArrayList<>();
    FileAppraisal appraisal = new FileAppraisal(policy, List.of(keys), findings::add);
    ImaReader.of(new ByteArrayInputStream(list)).forEach(appraisal);
    appraisal.finish();
    return new Appraised(appraisal, findings);
  }
}
