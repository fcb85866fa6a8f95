/**
 * Confidential VMs of Azure: the report of the paravisor (HCL) binds a virtual TPM's key to a
 * SEV-SNP report or a TD quote (docs/quotes.md, section 10).
 */
@NullMarked
package dev.vmr.verify.quote.azure;

import org.jspecify.annotations.NullMarked;
