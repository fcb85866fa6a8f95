/**
 * Signatures as the kernel keeps them in the extended attributes {@code security.ima} and {@code
 * security.evm} and copies them into a list (docs/ima-policy.md, section 7; kernel {@code
 * security/integrity/integrity.h}). Only their form: whether they are anybody's is not known here.
 */
@NullMarked
package dev.vmr.ima.signature;

import org.jspecify.annotations.NullMarked;
