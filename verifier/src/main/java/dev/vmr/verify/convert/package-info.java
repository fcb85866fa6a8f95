/**
 * Turns one log into another (docs/convert.md): what the target has no place for is an error, never
 * left out.
 */
@NullMarked
package dev.vmr.verify.convert;

import org.jspecify.annotations.NullMarked;
