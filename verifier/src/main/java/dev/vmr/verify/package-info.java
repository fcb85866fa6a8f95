/**
 * From evidence to a verdict (docs/verification.md; RATS, RFC 9334). Pure: no clock, no network, no
 * state of the machine.
 *
 * <p>Names carry trust: what is {@code claimed} was not compared with anything yet.
 */
@NullMarked
package dev.vmr.verify;

import org.jspecify.annotations.NullMarked;
