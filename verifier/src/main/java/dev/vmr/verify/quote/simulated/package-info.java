/** Quotes of the simulated platform (docs/simulated-platform.md, section 3). */
@NullMarked
package dev.vmr.verify.quote.simulated;

import org.jspecify.annotations.NullMarked;
