package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Map;

/** EFI GUIDs (UEFI 2.10, appendix A): three little-endian numbers, then eight bytes. */
final class Guid {
  static final String CERT_X509 = "a5c059a1-94e4-4aa7-87b5-ab155c2bf072";
  static final String CERT_SHA256 = "c1c41626-504c-4092-aca9-41f936934328";
  static final String GLOBAL_VARIABLE = "8be4df61-93ca-11d2-aa0d-00e098032b8c";
  static final String IMAGE_SECURITY = "d719b2cb-3d3a-4596-a3bc-dad00e67656f";
  private static final Map<String, String> NAMES =
      ImmutableMap.<String, String>builder()
          .put(GLOBAL_VARIABLE, "EFI_GLOBAL_VARIABLE")
          .put(IMAGE_SECURITY, "EFI_IMAGE_SECURITY_DATABASE")
          .put("605dab50-e046-4300-abb6-3dd810dd8b23", "SHIM_LOCK")
          .put(CERT_X509, "EFI_CERT_X509")
          .put(CERT_SHA256, "EFI_CERT_SHA256")
          .put("eb9d2d31-2d88-11d3-9a16-0090273fc14d", "SMBIOS_TABLE")
          .put("f2fd1544-9794-4a2c-992e-e5bbcf20e394", "SMBIOS3_TABLE")
          .put("8868e871-e4f1-11d3-bc22-0080c73c8881", "ACPI_20_TABLE")
          .put("eb9d2d30-2d88-11d3-9a16-0090273fc14d", "ACPI_TABLE")
          .put("c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "EFI_SYSTEM_PARTITION")
          .put("0fc63daf-8483-4772-8e79-3d69d8477de4", "LINUX_FILESYSTEM")
          .buildOrThrow();

  private Guid() {}

  static String text(byte[] guid) {
    ByteBuffer low = ByteBuffer.wrap(guid).order(ByteOrder.LITTLE_ENDIAN);
    int a = low.getInt();
    short b = low.getShort();
    short c = low.getShort();
    ByteBuffer high = low.order(ByteOrder.BIG_ENDIAN);
    short d = high.getShort();
    long e = Short.toUnsignedLong(high.getShort()) << 32 | Integer.toUnsignedLong(high.getInt());
    return String.format(Locale.ROOT, "%08x-%04x-%04x-%04x-%012x", a, b, c, d, e);
  }

  /** The name that specifications give it, or the GUID itself. */
  static String name(String guid) {
    return NAMES.getOrDefault(guid, guid);
  }
}
