package dev.vmr.verify.quote.tdx;

import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.quote.wire.QuoteReader;
import java.util.HexFormat;
import java.util.Map;

/**
 * Who a TD is and where it was launched: the last 237 bytes of a body of type 4 (docs/quotes.md,
 * section 5.1; Intel TDX DCAP, {@code sgx_report2_body_v1_5_ex_t}).
 */
final class TdHistory {
  private static final HexFormat HEX = HexFormat.of();

  private final ImmutableMap<String, String> claims;

  private TdHistory(ImmutableMap<String, String> claims) {
    this.claims = claims;
  }

  static TdHistory read(QuoteReader in) throws QuoteFormatException {
    ImmutableMap.Builder<String, String> claims = ImmutableMap.builder();
    claims.put("vmid", String.valueOf(in.u8()));
    claims.put("td_id", HEX.formatHex(in.take(32)));
    claims.put("device_info", HEX.formatHex(in.take(48)));
    claims.put("initial_servtd_hash", HEX.formatHex(in.take(48)));
    claims.put("initial_servtd_attributes", HEX.formatHex(in.take(8)));
    claims.put("initial_cpu_svn", HEX.formatHex(in.take(16)));
    claims.put("initial_tee_tcb_svn", HEX.formatHex(in.take(16)));
    claims.put("initial_model", HEX.formatHex(in.take(12)));
    claims.put("servtd_hash", HEX.formatHex(in.take(48)));
    claims.put("servtd_attributes", HEX.formatHex(in.take(8)));
    return new TdHistory(claims.buildOrThrow());
  }

  Map<String, String> claims() {
    return claims;
  }
}
