/**
 * Results as claims for relying parties (docs/ear.md): from the findings of an appraisal to a
 * trustworthiness vector, and from that to a signed token.
 */
@NullMarked
package dev.vmr.verify.ear;

import org.jspecify.annotations.NullMarked;
