package dev.vmr.verify.event;

import com.google.common.collect.ImmutableMap;
import java.util.HexFormat;
import java.util.Map;

/** Content with nothing to it but what it says. */
public record PlainContent(Form form, String text, Map<String, Object> fields)
    implements EventContent {
  private static final int SHOWN = 32;

  /** Copies the fields. */
  public PlainContent {
    fields = ImmutableMap.copyOf(fields);
  }

  /** Content that was understood. */
  public static EventContent decoded(String text, Map<String, Object> fields) {
    return new PlainContent(Form.DECODED, text, fields);
  }

  /** Data that is not looked into. */
  public static EventContent opaque(byte[] data) {
    String shown = HexFormat.of().formatHex(data, 0, Math.min(data.length, SHOWN));
    String text = data.length > SHOWN ? shown + "... (" + data.length + " bytes)" : shown;
    return new PlainContent(Form.OPAQUE, text, Map.of());
  }

  /** Data that is not what it must be. */
  public static EventContent invalid(String reason) {
    return new PlainContent(Form.INVALID, "invalid: " + reason, Map.of("reason", reason));
  }
}
