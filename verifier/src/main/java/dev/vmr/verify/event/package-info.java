/**
 * What all measurement logs have in common (docs/logs.md, section 2): events that extend registers,
 * what the events claim, how much of that their digests prove, and what the log replays to.
 *
 * <p>Knows no format; the formats stand on it.
 */
@NullMarked
package dev.vmr.verify.event;

import org.jspecify.annotations.NullMarked;
