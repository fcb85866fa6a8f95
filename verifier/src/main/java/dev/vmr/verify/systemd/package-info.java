/** The measurement logs of systemd, JSON text sequences (docs/logs.md, section 6). */
@NullMarked
package dev.vmr.verify.systemd;

import org.jspecify.annotations.NullMarked;
