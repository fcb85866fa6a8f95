/**
 * Attestation tokens of Arm CCA (docs/quotes.md, section 9; draft-ffm-rats-cca-token, RMM
 * specification, appendix A7).
 */
@NullMarked
package dev.vmr.verify.quote.cca;

import org.jspecify.annotations.NullMarked;
