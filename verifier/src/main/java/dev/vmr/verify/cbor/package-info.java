/**
 * CBOR (RFC 8949) of strangers: strict, bounded, and with the place of each data item in the bytes
 * that it came from (docs/quotes.md, section 2). Knows no format that is written in it.
 */
@NullMarked
package dev.vmr.verify.cbor;

import org.jspecify.annotations.NullMarked;
