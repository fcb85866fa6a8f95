package dev.vmr.verify.dstack;

import com.google.common.collect.ImmutableMap;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.bootlog.content.Texts;
import dev.vmr.verify.event.Bytes;
import dev.vmr.verify.event.EventContent;
import dev.vmr.verify.event.PlainContent;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * An event of dstack's own.
 *
 * @param name its name
 * @param payload what it says
 */
record DstackEvent(String name, Bytes payload) {
  /** The type that all of them have. */
  static final long TYPE = 0x0800_0001L;

  private static final HashAlgorithm SHA384 = HashAlgorithm.SHA384;

  /** The digest of the first version: type, name and payload, parted by colons. */
  Digest first() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) TYPE).array());
    out.write(':');
    out.writeBytes(name.getBytes(StandardCharsets.UTF_8));
    out.write(':');
    out.writeBytes(payload.toByteArray());
    return SHA384.hash(out.toByteArray());
  }

  /** The digest of the second version: canonical JSON (RFC 8785) of the same. */
  Digest second() {
    String json =
        "{\"name\":"
            + quoted(name)
            + ",\"payload\":\""
            + payload.hex()
            + "\",\"type\":"
            + TYPE
            + "}";
    return SHA384.hash(json.getBytes(StandardCharsets.UTF_8));
  }

  /** As RFC 8785, section 3.2.2.2 writes strings. */
  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int escape = "\b\t\n\f\r\"\\".indexOf(c);
      if (escape >= 0) {
        out.append('\\').append("btnfr\"\\".charAt(escape));
      } else if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  EventContent content() {
    byte[] bytes = payload.toByteArray();
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean printable = !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    ImmutableMap.Builder<String, Object> fields =
        ImmutableMap.<String, Object>builder()
            .put("is", "dstack")
            .put("event", name)
            .put("payload", payload.hex());
    if (printable) {
      fields.put("string", text);
    }
    String shown = printable ? text : payload.hex();
    return PlainContent.decoded(Texts.line(name + ": " + shown), fields.buildOrThrow());
  }
}
