/**
 * The TPM 2.0 wire format (TPM 2.0 Library, Parts 1 to 3): headers, codes, bounded reading and
 * writing, and which PCR a command moved.
 *
 * <p>Everything is big-endian. Reading is strict and never allocates by a number that the other
 * side sent before that many bytes are there. Knows no engine and no transport.
 */
@NullMarked
package dev.vmr.tpm.command;

import org.jspecify.annotations.NullMarked;
