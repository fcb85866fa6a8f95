/** The event logs of dstack in the forms that it hands out (docs/logs.md, section 8). */
@NullMarked
package dev.vmr.verify.dstack;

import org.jspecify.annotations.NullMarked;
