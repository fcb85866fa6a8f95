/**
 * The server side of varlink (varlink.org, "Interface Definition" and "Method Call"): messages,
 * sessions and the standard {@code org.varlink.service}.
 *
 * <p>Knows nothing of registers; interfaces are given to it.
 */
@NullMarked
package dev.vmr.daemon.varlink;

import org.jspecify.annotations.NullMarked;
