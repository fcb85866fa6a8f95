/**
 * A certification authority for endorsement keys: X.509 by the TCG EK Credential Profile
 * (docs/manufacture.md, sections 2 and 3), through Bouncy Castle.
 *
 * <p>Knows TPM keys as {@code dev.vmr.tpm.endorsement} gives them, and neither engine nor command
 * line.
 */
@NullMarked
package dev.vmr.credential;

import org.jspecify.annotations.NullMarked;
