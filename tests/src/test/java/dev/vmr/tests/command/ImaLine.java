package dev.vmr.tests.command;

import dev.vmr.register.HashAlgorithm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A line of an ASCII list with the template {@code ima-ng}, as a kernel on a little-endian machine
 * writes it.
 *
 * @param algorithm of the file's digest
 * @param hex the file's digest
 * @param path has no space, which the list would not keep
 */
record ImaLine(String algorithm, String hex, String path) {

  /** The line of a file that has that content, measured with SHA-256. */
  static ImaLine of(String path, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new ImaLine("sha256", HashAlgorithm.SHA256.hash(bytes).hex(), path);
  }

  /** The template digest in SHA-1: what the register's bank is extended by. */
  String templateDigest() {
    byte[] digest = HexFormat.of().parseHex(hex);
    byte[] prefix = (algorithm + ":\0").getBytes(StandardCharsets.US_ASCII);
    byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
    ByteBuffer data =
        ByteBuffer.allocate(8 + prefix.length + digest.length + name.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(prefix.length + digest.length).put(prefix).put(digest);
    data.putInt(name.length).put(name);
    return HashAlgorithm.SHA1.hash(data.array()).hex();
  }

  /** With its LF. */
  String text() {
    return "10 " + templateDigest() + " ima-ng " + algorithm + ":" + hex + " " + path + "\n";
  }
}
