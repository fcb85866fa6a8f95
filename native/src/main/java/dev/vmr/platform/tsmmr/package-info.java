/**
 * Physical registers as files of the kernel's measurement-register ABI, and quotes through
 * configfs-tsm. Defined in {@code docs/tsm-mr.md}.
 */
@NullMarked
package dev.vmr.platform.tsmmr;

import org.jspecify.annotations.NullMarked;
