/**
 * What a verifier keeps of a log that it has accepted (docs/checkpoint.md): its one spelling, and
 * the digest of the bytes before it.
 */
@NullMarked
package dev.vmr.verify.checkpoint;

import org.jspecify.annotations.NullMarked;
