package dev.vmr.verify.quote.snp;

import dev.vmr.verify.trust.Certificates;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The table of certificates that a hypervisor hands out (AMD GHCB, publication 56421, section
 * 4.1.8.1): entries of GUID, offset and length, ended by one of zeros, then the certificates.
 * Nobody has signed the table; a certificate counts by what it is, not by its GUID.
 */
final class CertificateTable {
  private static final int ENTRY = 24;
  private static final int MAX_ENTRIES = 16;

  private CertificateTable() {}

  /** The certificates of a table; empty when it is none. */
  static List<X509Certificate> parse(byte[] table) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (int i = 0; i < MAX_ENTRIES && (i + 1) * ENTRY <= table.length; i++) {
      ByteBuffer entry =
          ByteBuffer.wrap(table, i * ENTRY, ENTRY).slice().order(ByteOrder.LITTLE_ENDIAN);
      long offset = Integer.toUnsignedLong(entry.getInt(16));
      long length = Integer.toUnsignedLong(entry.getInt(20));
      if (entry.getLong(0) == 0 && entry.getLong(8) == 0) {
        break;
      }
      if (offset + length > table.length) {
        return List.of(); // no such table
      }
      Certificates.parse(Arrays.copyOfRange(table, (int) offset, (int) (offset + length)))
          .forEach(certificates::add);
    }
    return certificates;
  }
}
