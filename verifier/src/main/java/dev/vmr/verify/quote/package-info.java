/**
 * Quotes: from what a platform has signed to the quoted value of a register (docs/verification.md,
 * section 2).
 */
@NullMarked
package dev.vmr.verify.quote;

import org.jspecify.annotations.NullMarked;
