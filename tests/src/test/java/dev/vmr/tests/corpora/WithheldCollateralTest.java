package dev.vmr.tests.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.appraisal.Appraisal;
import dev.vmr.verify.policy.Policy;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.trust.Endorsements;
import dev.vmr.verify.trust.QuoteContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Collateral comes from whoever hands in the evidence. What he leaves out must not help him: a
 * policy that wants a status or revocation lists is not met by their absence.
 */
class WithheldCollateralTest {
  private static final Instant THEN = Instant.parse("2025-06-20T00:00:00Z");
  private static final String POLICY =
      "vmr policy 1\nunlogged all\ntcb UpToDate\nrevocation required\n";

  private static List<String> errors(String... withheld) throws Exception {
    Path folder = Corpora.folder("tdx-quote").resolve("dcapqvl-collateral");
    ObjectMapper json = new ObjectMapper();
    ObjectNode collateral =
        (ObjectNode) json.readTree(folder.resolve("tdx_quote_collateral.json").toFile());
    for (String each : withheld) {
      assertThat(collateral.remove(each)).as(each).isNotNull();
    }
    QuoteContext context =
        QuoteContext.pinned(THEN)
            .with(Endorsements.of(List.of(json.writeValueAsBytes(collateral))));
    QuotedRegisters quoted =
        Quotes.verify(Files.readAllBytes(folder.resolve("tdx_quote")), context);
    return new Appraisal(quoted, Policy.parse(POLICY))
        .run().findings().stream()
            .filter(each -> each.severity() == Finding.Severity.ERROR)
            .map(Finding::code)
            .toList();
  }

  @Test
  void everythingIsThere() throws Exception {
    assertThat(errors()).isEmpty();
  }

  @Test
  void withoutTheQuotingEnclavesIdentityThereIsNoStatus() throws Exception {
    assertThat(errors("qe_identity", "qe_identity_signature")).containsExactly("policy-tcb");
    assertThat(errors("tcb_info", "tcb_info_signature")).containsExactly("policy-tcb");
  }

  @Test
  void aListThatIsLeftOutIsMissed() throws Exception {
    assertThat(errors("root_ca_crl")).containsExactly("policy-revocation");
    assertThat(errors("pck_crl")).containsExactly("policy-revocation");
    assertThat(errors("pck_crl", "root_ca_crl")).containsExactly("policy-revocation");
  }
}
