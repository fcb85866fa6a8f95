/**
 * JSON from outside, read strictly (docs/logs.md, section 1): one value and nothing behind it, no
 * name twice in an object, and bounds on everything that costs memory.
 */
@NullMarked
package dev.vmr.verify.json;

import org.jspecify.annotations.NullMarked;
