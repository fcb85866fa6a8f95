/**
 * The TCG2 event log of firmware (docs/bootlog.md): reading it, and replaying it to PCR values.
 *
 * <p>What an event's data says is not looked at here; only its digests are extended.
 */
@NullMarked
package dev.vmr.verify.bootlog;

import org.jspecify.annotations.NullMarked;
