/** Binary structures of quotes, read piece by piece: what is not there is an error with a place. */
@NullMarked
package dev.vmr.verify.quote.wire;

import org.jspecify.annotations.NullMarked;
