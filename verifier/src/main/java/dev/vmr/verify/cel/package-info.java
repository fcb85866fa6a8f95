/**
 * The Canonical Event Log of the TCG in its three encodings (docs/logs.md, section 5): records,
 * their readers and writers, and their replay.
 */
@NullMarked
package dev.vmr.verify.cel;

import org.jspecify.annotations.NullMarked;
