/**
 * The TPM bridge: TPM 2.0 PCRs that are virtual registers (docs/tpm-bridge.md).
 *
 * <p>{@link dev.vmr.tpm.Tpm} is what a transport serves. {@link dev.vmr.tpm.TpmEngine} is what
 * executes commands. The interposer stands between them and records what moved a PCR. Commands are
 * read by {@code dev.vmr.tpm.command}, which knows nothing of this package.
 */
@NullMarked
package dev.vmr.tpm;

import org.jspecify.annotations.NullMarked;
