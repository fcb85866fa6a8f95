/**
 * Evidence bundles (docs/evidence.md): one file with quote, endorsements, logs and manifests. Says
 * what belongs into one and how it is given to an appraisal; the wrapper is that of {@code cmw}.
 */
@NullMarked
package dev.vmr.verify.bundle;

import org.jspecify.annotations.NullMarked;
