/**
 * What the relying party believes before it looks at evidence, and how belief passes from there to
 * a key: anchors, certificates, revocation (docs/quotes.md, section 3). Time is an argument.
 */
@NullMarked
package dev.vmr.verify.trust;

import org.jspecify.annotations.NullMarked;
