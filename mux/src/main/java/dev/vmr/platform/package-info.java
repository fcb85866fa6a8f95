/**
 * Where physical registers come from: the interface that each platform implements, and the
 * simulated platform, which implements it in a file.
 *
 * <p>Open on purpose: real platforms live in other modules. Nothing here knows logs or records.
 */
@NullMarked
package dev.vmr.platform;

import org.jspecify.annotations.NullMarked;
