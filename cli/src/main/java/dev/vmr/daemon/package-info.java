/**
 * The daemon: its configuration, who may do what, the API socket, and how the parts are put
 * together (docs/daemon.md).
 *
 * <p>It is a client of the libraries and adds no rule about registers, logs or TPMs of its own.
 */
@NullMarked
package dev.vmr.daemon;

import org.jspecify.annotations.NullMarked;
