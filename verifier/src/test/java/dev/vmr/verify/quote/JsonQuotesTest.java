package dev.vmr.verify.quote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.trust.QuoteContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Evidence in JSON whose parts are not what they are called (docs/quotes.md). */
class JsonQuotesTest {
  private static final QuoteContext CONTEXT =
      QuoteContext.pinned(Instant.parse("2025-06-20T00:00:00Z"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"ak_public": "", "tpm_quote": {}}                 | tpm_quote.pcrs: not there
          {"ak_public": "", "tpm_quote": {"5crs": []}}       | tpm_quote.pcrs: not there
          {"ak_public": "", "tpm_quote": {"pcrs": "00"}}     | tpm_quote.pcrs: not there, or no list
          {"ak_public": "", "tpm_quote": {"pcrs": ["00"]}}   | no digest of sha256
          {"Static": {"TPMVersion": 2}, "Quote": {}}         | Log.PCRs: not there
          {"Static": {"TPMVersion": 2}, "Quote": {}, "Log": {"PCRs": {}}} | Log.PCRs: not there, or no list
          """)
  void areRejectedWithTheirName(String json, String reason) {
    QuotedRegisters found = Quotes.verify(json.getBytes(StandardCharsets.UTF_8), CONTEXT);
    assertThat(found.accepted()).isFalse();
    assertThat(found.registers().isEmpty()).isTrue();
    assertThat(found.findings())
        .anySatisfy(each -> assertThat(each.text()).containsIgnoringCase(reason));
  }
}
