package dev.vmr.platform;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.io.BaseEncoding;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/**
 * A quote of the simulated platform (docs/simulated-platform.md, section 3). What it claims is
 * worth nothing until somebody has checked the signature, and little after that.
 */
public final class SimulatedQuote {
  /** The registers, in the order of the quote. */
  public static final List<String> REGISTERS =
      ImmutableList.of("mrtd", "rtmr0", "rtmr1", "rtmr2", "rtmr3");

  /** The size of report data in bytes. */
  public static final int REPORT_DATA_SIZE = 64;

  private static final int MAX_SIZE = 4096;
  private static final String HEAD = "vmr simulated quote 1";
  private static final BaseEncoding HEX = BaseEncoding.base16().lowerCase();

  private final UUID claimedBootId;
  private final byte[] claimedReportData;
  private final List<Digest> claimedValues;
  private final byte[] key;
  private final byte[] signature;

  SimulatedQuote(
      UUID bootId, byte[] reportData, List<Digest> values, byte[] key, byte[] signature) {
    this.claimedBootId = bootId;
    this.claimedReportData = reportData.clone();
    this.claimedValues = ImmutableList.copyOf(values);
    this.key = key.clone();
    this.signature = signature.clone();
  }

  /**
   * Parses a quote.
   *
   * @throws IllegalArgumentException with line and reason when it is not the one spelling of one
   */
  public static SimulatedQuote parse(byte[] bytes) {
    if (bytes.length > MAX_SIZE) {
      throw new IllegalArgumentException("a simulated quote has at most " + MAX_SIZE + " bytes");
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<String> lines = Splitter.on('\n').splitToList(text);
    int expected = REGISTERS.size() + 6; // the last piece is what follows the last LF: nothing
    if (lines.size() != expected || !lines.get(0).equals(HEAD)) {
      throw new IllegalArgumentException("not a simulated quote, version 1");
    }
    Iterator<String> rest = lines.subList(1, lines.size()).iterator();
    SimulatedQuote quote =
        new SimulatedQuote(
            UUID.fromString(value(rest, "boot ")),
            HEX.decode(value(rest, "report-data ")),
            REGISTERS.stream().map(name -> register(rest, name)).toList(),
            Base64.getDecoder().decode(value(rest, "key ")),
            Base64.getDecoder().decode(value(rest, "signature ")));
    boolean canonical = Arrays.equals(quote.format(), bytes);
    if (!canonical || quote.claimedReportData.length != REPORT_DATA_SIZE) {
      throw new IllegalArgumentException("a simulated quote is not spelled like this");
    }
    return quote;
  }

  private static Digest register(Iterator<String> lines, String name) {
    Digest digest = Digest.parse(value(lines, "register " + name + " "));
    if (digest.algorithm() != HashAlgorithm.SHA384) {
      throw new IllegalArgumentException(name + " is a sha384 register");
    }
    return digest;
  }

  private static String value(Iterator<String> lines, String key) {
    String line = lines.next();
    if (!line.startsWith(key)) {
      throw new IllegalArgumentException("expected a line that begins with '" + key + "'");
    }
    return line.substring(key.length());
  }

  /** The bytes that the signature covers. */
  public byte[] signedBytes() {
    return signedText(claimedBootId, claimedReportData, claimedValues, key);
  }

  static byte[] signedText(UUID bootId, byte[] reportData, List<Digest> values, byte[] key) {
    StringBuilder text = new StringBuilder(HEAD).append("\nboot ").append(bootId);
    text.append("\nreport-data ").append(HEX.encode(reportData));
    for (int i = 0; i < REGISTERS.size(); i++) {
      text.append("\nregister ").append(REGISTERS.get(i)).append(' ').append(values.get(i));
    }
    text.append("\nkey ").append(Base64.getEncoder().encodeToString(key)).append('\n');
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The quote's one spelling. */
  public byte[] format() {
    String text = new String(signedBytes(), StandardCharsets.US_ASCII);
    return (text + "signature " + Base64.getEncoder().encodeToString(signature) + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** The boot id that the quote claims. */
  public UUID claimedBootId() {
    return claimedBootId;
  }

  /** The 64 bytes that the quote claims to be bound to. */
  public byte[] claimedReportData() {
    return claimedReportData.clone();
  }

  /** The value that the quote claims for a register of {@link #REGISTERS}. */
  public Digest claimedValue(String register) {
    int index = REGISTERS.indexOf(register);
    if (index < 0) {
      throw new IllegalArgumentException("a simulated quote has no register " + register);
    }
    return claimedValues.get(index);
  }

  /** The public key that the quote brings, a SubjectPublicKeyInfo in DER. */
  public byte[] claimedKey() {
    return key.clone();
  }

  /** The signature, an ECDSA-Sig-Value in DER. */
  public byte[] signature() {
    return signature.clone();
  }
}
