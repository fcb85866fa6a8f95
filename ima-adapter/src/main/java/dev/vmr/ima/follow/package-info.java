/**
 * Follows a live IMA list into a register (docs/ima.md, section 9): each entry once, in order,
 * whatever happens to the list or to the process.
 */
@NullMarked
package dev.vmr.ima.follow;

import org.jspecify.annotations.NullMarked;
