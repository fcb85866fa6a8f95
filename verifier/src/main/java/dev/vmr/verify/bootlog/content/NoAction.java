package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableMap;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An event that extends nothing (PC Client Platform Firmware Profile, section 10.4.5).
 *
 * @param signature what its data begins with, such as {@code StartupLocality}
 * @param details what is known of the rest
 */
public record NoAction(String signature, Map<String, Object> details) implements BootContent {
  /** Says from which locality the TPM was started. */
  public static final String LOCALITY = "StartupLocality";

  private static final int SIGNATURE = 16;

  /** Copies the details. */
  public NoAction {
    details = ImmutableMap.copyOf(details);
  }

  static BootContent of(byte[] data) throws InvalidDataException {
    String start =
        new String(data, 0, Math.min(SIGNATURE, data.length), StandardCharsets.ISO_8859_1);
    if (start.startsWith(LogHeader.SIGNATURE)) {
      return LogHeader.of(data);
    }
    DataReader in = new DataReader(data);
    String signature = Texts.withoutEnd(start);
    if (signature.equals(LOCALITY)) {
      in.bytes(SIGNATURE, "the signature");
      long locality = in.u8("the locality");
      in.end();
      return new NoAction(signature, Map.of("locality", locality));
    }
    if (signature.startsWith("SP800-155 Event")) {
      in.bytes(SIGNATURE, "the signature");
      return platform(signature, in);
    }
    if (signature.startsWith("NvIndex")) {
      return new NoAction(signature, Map.of("data", Texts.hex(data)));
    }
    if (TaggedEvents.fills(data)) {
      return TaggedEvents.of(data);
    }
    return TextData.of(data);
  }

  /** Which reference manifest is the platform's. */
  private static BootContent platform(String signature, DataReader in) throws InvalidDataException {
    ImmutableMap.Builder<String, Object> details = ImmutableMap.builder();
    details.put("manufacturer-id", in.u32("the manufacturer"));
    details.put("manifest-guid", in.guid("the manifest's GUID"));
    if (!signature.equals("SP800-155 Event")) {
      for (String name :
          new String[] {
            "platform-manufacturer", "platform-model", "platform-version", "firmware-manufacturer"
          }) {
        details.put(name, Texts.withoutEnd(in.ascii(in.u8(name), name)));
      }
    }
    details.put("rest", Texts.hex(in.rest()));
    return new NoAction(signature, details.buildOrThrow());
  }

  @Override
  public String text() {
    return Texts.line(
        signature.equals(LOCALITY) ? signature + " " + details.get("locality") : signature);
  }

  @Override
  public Map<String, Object> fields() {
    return ImmutableMap.<String, Object>builder()
        .put("is", "no-action")
        .put("signature", signature)
        .putAll(details)
        .buildOrThrow();
  }
}
