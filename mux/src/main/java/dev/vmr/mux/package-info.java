/**
 * The multiplexer: many callers, many virtual registers, one physical register and its event log.
 *
 * <p>The log is written ahead of the register, so that it is its own recovery record
 * (docs/multiplexer.md). Nothing here knows sockets, TPMs or IMA, nor who a caller is.
 */
@NullMarked
package dev.vmr.mux;

import org.jspecify.annotations.NullMarked;
