/**
 * Replay: from the lines of an event log to the values of the physical register and of every
 * virtual register (docs/replay.md, whose steps the code cites).
 *
 * <p>Pure: no files, no sockets, no clocks, no platform. The multiplexer uses the same code for its
 * own state, so that what it serves is what a verifier will compute.
 */
@NullMarked
package dev.vmr.replay;

import org.jspecify.annotations.NullMarked;
