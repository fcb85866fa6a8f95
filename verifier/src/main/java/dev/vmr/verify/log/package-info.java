/** The one door to all measurement logs: each is recognised by its content (docs/logs.md). */
@NullMarked
package dev.vmr.verify.log;

import org.jspecify.annotations.NullMarked;
