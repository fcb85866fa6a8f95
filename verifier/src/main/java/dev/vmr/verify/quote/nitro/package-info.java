/** Attestation documents of AWS Nitro (docs/quotes.md, section 8). */
@NullMarked
package dev.vmr.verify.quote.nitro;

import org.jspecify.annotations.NullMarked;
