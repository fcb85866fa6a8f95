/** Signed CBOR (COSE, RFC 9052), as far as tokens of the field need it. */
@NullMarked
package dev.vmr.verify.cose;

import org.jspecify.annotations.NullMarked;
