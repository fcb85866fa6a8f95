/**
 * Values and names of measurement registers: hash algorithms, digests, banks and register names.
 *
 * <p>Everything here is immutable and knows nothing of logs, files or platforms. The extend formula
 * {@code H(R || d)} exists once in the project, in {@link dev.vmr.register.RegisterBank}.
 */
@NullMarked
package dev.vmr.register;

import org.jspecify.annotations.NullMarked;
