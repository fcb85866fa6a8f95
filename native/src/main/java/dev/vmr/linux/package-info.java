/**
 * What the JDK cannot do on Linux: unix stream sockets that receive file descriptors (SCM_RIGHTS)
 * and tell who is at the other end (SO_PEERCRED), and libtpms. See unix(7), cmsg(3), socket(7),
 * tpm_library(3).
 *
 * <p>Calls C libraries through JNA. Knows nothing of registers or TPMs.
 */
@NullMarked
package dev.vmr.linux;

import org.jspecify.annotations.NullMarked;
