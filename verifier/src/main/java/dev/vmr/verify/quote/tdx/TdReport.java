package dev.vmr.verify.quote.tdx;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.quote.wire.QuoteReader;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The body of a TD quote: 584 bytes for TDX 1.0, 648 for TDX 1.5, 885 with the TD's history
 * (docs/quotes.md, section 5.1). What it claims is worth what the signature over it is worth.
 */
final class TdReport {
  static final int SIZE_1_0 = 584;
  static final int SIZE_1_5 = 648;
  static final int SIZE_EXTENDED = 885;

  private static final HexFormat HEX = HexFormat.of();
  private static final int DEBUG = 0xFF; // the group TUD: a TD under debug

  private final byte[] teeTcbSvn;
  private final byte[] mrSeam;
  private final byte[] mrSignerSeam;
  private final byte[] seamAttributes;
  private final byte[] tdAttributes;
  private final byte[] xfam;
  private final byte[][] registers;
  private final byte[] reportData;
  private final byte[] teeTcbSvn2;
  private final byte[] mrServiceTd;
  private final Optional<TdHistory> history;

  /** In the order in which they lie; 48 bytes each. */
  private static final String[] REGISTERS = {
    "mrtd", "mrconfigid", "mrowner", "mrownerconfig", "rtmr0", "rtmr1", "rtmr2", "rtmr3"
  };

  TdReport(byte[] body) throws QuoteFormatException {
    QuoteReader in = QuoteReader.littleEndian("TD report", body);
    teeTcbSvn = in.take(16);
    mrSeam = in.take(48);
    mrSignerSeam = in.take(48);
    seamAttributes = in.take(8);
    tdAttributes = in.take(8);
    xfam = in.take(8);
    registers = new byte[REGISTERS.length][];
    for (int i = 0; i < registers.length; i++) {
      registers[i] = in.take(48);
    }
    reportData = in.take(64);
    boolean newer = in.remaining() > 0;
    teeTcbSvn2 = newer ? in.take(16) : new byte[0];
    mrServiceTd = newer ? in.take(48) : new byte[0];
    history = in.remaining() > 0 ? Optional.of(TdHistory.read(in)) : Optional.empty();
    in.end();
  }

  byte[] claimedTeeTcbSvn() {
    return teeTcbSvn.clone();
  }

  byte[] claimedMrSignerSeam() {
    return mrSignerSeam.clone();
  }

  byte[] claimedSeamAttributes() {
    return seamAttributes.clone();
  }

  byte[] claimedReportData() {
    return reportData.clone();
  }

  boolean claimsDebug() {
    return (tdAttributes[0] & DEBUG) != 0;
  }

  /** Whether the TDX module is signed by Intel and has no attributes of its own. */
  boolean claimsProductionModule() {
    return Arrays.equals(mrSignerSeam, new byte[48]) && Arrays.equals(seamAttributes, new byte[8]);
  }

  ImmutableListMultimap<String, QuotedValue> claimedRegisters() {
    ImmutableListMultimap.Builder<String, QuotedValue> all = ImmutableListMultimap.builder();
    for (int i = 0; i < REGISTERS.length; i++) {
      boolean chosen = i >= 1 && i <= 3;
      all.put(REGISTERS[i], chosen ? QuotedValue.raw(registers[i]) : sha384(registers[i]));
    }
    all.put("mrseam", sha384(mrSeam));
    all.put("mrsignerseam", sha384(mrSignerSeam));
    if (mrServiceTd.length > 0) {
      all.put("mrservicetd", sha384(mrServiceTd));
    }
    all.put("report_data", QuotedValue.raw(reportData));
    return all.build();
  }

  private static QuotedValue sha384(byte[] value) {
    return QuotedValue.of(Digest.of(HashAlgorithm.SHA384, value));
  }

  void claims(ImmutableMap.Builder<String, String> claims) {
    claims.put("debug", String.valueOf(claimsDebug()));
    claims.put("td_attributes", HEX.formatHex(tdAttributes));
    claims.put("xfam", HEX.formatHex(xfam));
    claims.put("tee_tcb_svn", HEX.formatHex(teeTcbSvn));
    claims.put("seam_attributes", HEX.formatHex(seamAttributes));
    if (teeTcbSvn2.length > 0) {
      claims.put("tee_tcb_svn2", HEX.formatHex(teeTcbSvn2));
    }
    history.ifPresent(each -> claims.putAll(each.claims()));
  }
}
