package dev.vmr.verify.cel;

import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.bootlog.BootEvents;
import dev.vmr.verify.bootlog.content.Texts;
import dev.vmr.verify.event.Bytes;
import dev.vmr.verify.event.ContentDecoder;
import dev.vmr.verify.event.EventContent;
import dev.vmr.verify.event.PlainContent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a record says, and what its digests are of (docs/logs.md, section 5.4). */
final class CelDescription {
  private static final List<String> COS_TYPES =
      List.of(
          "image-ref",
          "image-digest",
          "restart-policy",
          "image-id",
          "arg",
          "env-var",
          "override-arg",
          "override-env",
          "launch-separator",
          "memory-monitor",
          "gpu-cc-mode",
          "gpu-device-attestation-binding");
  private static final int LEGACY_DIGEST = 20;
  private static final int LEGACY_NAME = 256;

  private CelDescription() {}

  /** A part of the record that digests may be the hash of. */
  record Measured(String name, Bytes bytes) {}

  static String type(CelRecord record) {
    CelContent content = record.content();
    if (content instanceof CelContent.PcClient event) {
      return BootEvents.name(event.eventType());
    }
    if (content instanceof CelContent.Application) {
      return "tss2";
    }
    if (content instanceof CelContent.Unnamed) {
      return "unnamed";
    }
    return switch (content.type()) {
      case CelContent.CEL -> "cel";
      case CelContent.IMA_TEMPLATE -> "ima_template";
      case CelContent.IMA_TLV -> "ima_tlv";
      case CelContent.SYSTEMD -> "systemd";
      case CelContent.COS -> "cos";
      default -> Integer.toString(content.type());
    };
  }

  static byte[] data(CelRecord record) {
    CelContent content = record.content();
    if (content instanceof CelContent.PcClient event) {
      return event.data().toByteArray();
    }
    if (content instanceof CelContent.ImaTemplate entry) {
      return entry.data().toByteArray();
    }
    if (content instanceof CelContent.Opaque opaque) {
      return opaque.data().toByteArray();
    }
    if (content instanceof CelContent.Application event) {
      return event.data().toByteArray();
    }
    if (content instanceof CelContent.Unnamed event) {
      return event.data().toByteArray();
    }
    return tlvValue(record);
  }

  private static byte[] tlvValue(CelRecord record) {
    try {
      return CelTlvWriter.content(record);
    } catch (CelCannotCarryException e) {
      return new byte[0];
    }
  }

  static ContentDecoder decoder(CelRecord record) {
    CelContent content = record.content();
    if (content instanceof CelContent.PcClient event) {
      return BootEvents.decoder(event.eventType());
    }
    if (content instanceof CelContent.ImaTemplate entry) {
      String name = entry.name();
      return data -> imaTemplate(name, data);
    }
    if (content instanceof CelContent.Application event) {
      return data -> application(data, event.note());
    }
    return switch (content.type()) {
      case CelContent.CEL -> data -> management((CelContent.Management) content);
      case CelContent.SYSTEMD -> SystemdContent::decode;
      case CelContent.COS -> CelDescription::cos;
      default -> PlainContent::opaque;
    };
  }

  private static EventContent imaTemplate(String name, byte[] data) {
    return PlainContent.decoded(
        Texts.line(name),
        ImmutableMap.of("is", "ima-template", "template", name, "data", Bytes.of(data).hex()));
  }

  private static EventContent application(byte[] data, String note) {
    return PlainContent.decoded(
        Texts.line(note),
        ImmutableMap.of("is", "tss2", "data", Bytes.of(data).hex(), "event", note));
  }

  private static EventContent management(CelContent.Management content) {
    String text = "management " + content.kind() + ": " + content.first();
    return PlainContent.decoded(
        text,
        ImmutableMap.of(
            "is",
            "cel",
            "kind",
            content.kind(),
            "first",
            content.first(),
            "second",
            content.second()));
  }

  private static EventContent cos(byte[] data) {
    try {
      TlvReader in = new TlvReader(data, 0, data.length);
      in.next();
      String text = new String(in.bytes().toByteArray(), StandardCharsets.UTF_8);
      int type = in.type();
      in.end();
      String name = type < COS_TYPES.size() ? COS_TYPES.get(type) : Integer.toString(type);
      Map<String, Object> fields = ImmutableMap.of("is", "cos", "type", name, "value", text);
      return PlainContent.decoded(Texts.line(name + ": " + text), fields);
    } catch (CelFormatException e) {
      return PlainContent.invalid(String.valueOf(e.getMessage()));
    }
  }

  static List<Measured> measured(CelRecord record) {
    CelContent content = record.content();
    if (content instanceof CelContent.ImaTemplate entry) {
      return List.of(new Measured("template data", imaMeasured(entry)));
    }
    if (content instanceof CelContent.Systemd event) {
      return SystemdContent.measured(event.json());
    }
    if (content instanceof CelContent.Application event) {
      return List.of(new Measured("data", event.data()));
    }
    if (content instanceof CelContent.Unnamed event) {
      return List.of(new Measured("data", event.data()));
    }
    byte[] tlv = CelTlv.tlv(content.type() & 0xFF, tlvValue(record));
    return List.of(new Measured("content", Bytes.of(tlv)));
  }

  /** The old template pads the path to 256 bytes and hashes no length. */
  private static Bytes imaMeasured(CelContent.ImaTemplate entry) {
    byte[] data = entry.data().toByteArray();
    int name = LEGACY_DIGEST + 4;
    if (!entry.name().equals("ima") || data.length < name || data.length > name + LEGACY_NAME) {
      return entry.data();
    }
    byte[] padded = new byte[LEGACY_DIGEST + LEGACY_NAME];
    System.arraycopy(data, 0, padded, 0, LEGACY_DIGEST);
    System.arraycopy(data, name, padded, LEGACY_DIGEST, data.length - name);
    return Bytes.of(padded);
  }

  /** Whether the digests must be of it. */
  static boolean required(CelRecord record) {
    CelContent content = record.content();
    boolean tlv =
        content instanceof CelContent.Opaque opaque
            && opaque.encoding() == CelContent.Opaque.Encoding.TLV
            && content.type() == CelContent.COS;
    return tlv || ImaViolation.isIma(content) || content instanceof CelContent.Application;
  }
}
