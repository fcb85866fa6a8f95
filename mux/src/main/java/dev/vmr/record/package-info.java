/**
 * The records of an event log: one sealed type per record, one strict parser, one writer
 * (docs/log-format.md, sections 3 to 5).
 *
 * <p>{@code format(parse(line))} is {@code line} for every line that parses. Records say what was
 * written; what it means in its place in a log is {@code dev.vmr.replay}'s business. Nothing here
 * reads files.
 */
@NullMarked
package dev.vmr.record;

import org.jspecify.annotations.NullMarked;
