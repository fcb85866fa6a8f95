/**
 * TPM 2.0 quotes in the forms in which tools hand them out (docs/quotes.md, section 7; TPM 2.0
 * Library, part 2).
 */
@NullMarked
package dev.vmr.verify.quote.tpm;

import org.jspecify.annotations.NullMarked;
