/**
 * The event log as a file: splitting it into lines, appending to it, repairing its end
 * (docs/log-format.md, sections 1 and 6).
 *
 * <p>Nothing here understands records; that is {@code dev.vmr.record}.
 */
@NullMarked
package dev.vmr.log;

import org.jspecify.annotations.NullMarked;
