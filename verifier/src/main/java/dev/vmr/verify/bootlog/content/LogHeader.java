package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The first event of a log: TCG_EfiSpecIdEvent (docs/bootlog.md, section 1).
 *
 * @param signature {@code Spec ID Event00}, {@code 02} or {@code 03}
 * @param platformClass 0 a client, 1 a server
 * @param version major, minor and errata of the specification
 * @param algorithms TPM_ALG_ID and digest size of each bank; none in the old forms
 * @param vendorInfo the vendor's own bytes in hex
 */
public record LogHeader(
    String signature,
    long platformClass,
    String version,
    List<Algorithm> algorithms,
    String vendorInfo)
    implements BootContent {
  /** How every signature begins. */
  public static final String SIGNATURE = "Spec ID Event";

  private static final String CRYPTO_AGILE = "Spec ID Event03";
  private static final int MAX_ALGORITHMS = 16;

  /** Copies the list. */
  public LogHeader {
    algorithms = ImmutableList.copyOf(algorithms);
  }

  /**
   * A bank of the log.
   *
   * @param id its TPM_ALG_ID
   * @param size of its digests in bytes
   */
  public record Algorithm(int id, int size) {}

  static BootContent of(byte[] data) throws InvalidDataException {
    DataReader in = new DataReader(data);
    String signature = Texts.withoutEnd(in.ascii(CRYPTO_AGILE.length() + 1, "the signature"));
    long platformClass = in.u32("the platform class");
    int minor = in.u8("the version");
    int major = in.u8("the version");
    String version = major + "." + minor + " errata " + in.u8("the version");
    in.u8("the size of UINTN");
    List<Algorithm> algorithms = new ArrayList<>();
    if (signature.equals(CRYPTO_AGILE)) {
      long count = in.u32("the number of algorithms");
      if (count < 1 || count > MAX_ALGORITHMS) {
        throw new InvalidDataException("impossible number of algorithms");
      }
      for (long i = 0; i < count; i++) {
        algorithms.add(new Algorithm(in.u16("an algorithm"), in.u16("an algorithm")));
      }
    }
    String vendor = Texts.hex(in.bytes(in.u8("the vendor information"), "the vendor information"));
    return new LogHeader(signature, platformClass, version, algorithms, vendor);
  }

  @Override
  public String text() {
    List<String> banks = algorithms.stream().map(each -> AlgorithmNames.of(each.id())).toList();
    return Texts.line(signature + ", version " + version + " " + String.join(" ", banks)).strip();
  }

  @Override
  public Map<String, Object> fields() {
    ImmutableList.Builder<Map<String, Object>> list = ImmutableList.builder();
    for (Algorithm each : algorithms) {
      list.add(
          ImmutableMap.of(
              "id",
              (long) each.id(),
              "alg",
              AlgorithmNames.of(each.id()),
              "size",
              (long) each.size()));
    }
    return ImmutableMap.of(
        "is", "header",
        "signature", signature,
        "platform-class", platformClass,
        "version", version,
        "algorithms", list.build(),
        "vendor-info", vendorInfo);
  }
}
