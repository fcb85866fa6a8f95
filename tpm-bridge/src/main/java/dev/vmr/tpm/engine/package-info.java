/**
 * The {@code pcr-only} engine: the part of a TPM 2.0 that firmware, kernel and IMA need to measure
 * (TPM 2.0 Library 1.59; PC Client Platform TPM Profile). It has PCRs, hash sequences, random
 * numbers and unsalted HMAC sessions; it has no keys and no NV memory.
 *
 * <p>A command runs in the order of Part 3, section 5: header, handles, authorizations, parameters,
 * then the action. Each family of commands is one class; {@link dev.vmr.tpm.engine.PcrOnlyEngine}
 * holds the lock and the table.
 */
@NullMarked
package dev.vmr.tpm.engine;

import org.jspecify.annotations.NullMarked;
