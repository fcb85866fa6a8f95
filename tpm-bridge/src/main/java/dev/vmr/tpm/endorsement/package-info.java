/**
 * A TPM as it leaves its factory: endorsement keys from the default templates of the TCG EK
 * Credential Profile, made inside the TPM, and what others say about them in its NV memory
 * (docs/manufacture.md).
 *
 * <p>Knows no certificate format: who certifies is an interface.
 */
@NullMarked
package dev.vmr.tpm.endorsement;

import org.jspecify.annotations.NullMarked;
