/**
 * AMD SEV-SNP attestation reports and the keys that sign them (docs/quotes.md, section 6; AMD
 * SEV-SNP ABI, publication 56860; VCEK certificates, publication 57230).
 */
@NullMarked
package dev.vmr.verify.quote.snp;

import org.jspecify.annotations.NullMarked;
