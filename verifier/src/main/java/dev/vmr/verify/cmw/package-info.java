/**
 * Conceptual message wrappers of the RATS working group (docs/evidence.md, section 1): records,
 * tags and collections, as CBOR and as JSON. Knows none of the messages that are in them.
 */
@NullMarked
package dev.vmr.verify.cmw;

import org.jspecify.annotations.NullMarked;
