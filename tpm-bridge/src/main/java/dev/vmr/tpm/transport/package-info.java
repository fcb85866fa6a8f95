/**
 * How TPM clients reach a {@link dev.vmr.tpm.Tpm}: the socket protocols of swtpm (control and data
 * channel), of the Microsoft TPM simulator, and the plain stream (docs/tpm-bridge.md, section 4).
 *
 * <p>A protocol is a class that reads one {@link dev.vmr.tpm.transport.Connection} and knows
 * nothing of sockets; a {@link dev.vmr.tpm.transport.ConnectionServer} gives it connections. TCP is
 * listened for on the loopback only.
 */
@NullMarked
package dev.vmr.tpm.transport;

import org.jspecify.annotations.NullMarked;
