/**
 * Patterns for paths: regular expressions of Python and globs (docs/ima-policy.md, section 6).
 *
 * <p>They come from outside and so do the paths. A match takes time in proportion to the length of
 * the pattern times that of the path, whatever both are: nothing is ever tried a second time.
 */
@NullMarked
package dev.vmr.ima.pattern;

import org.jspecify.annotations.NullMarked;
