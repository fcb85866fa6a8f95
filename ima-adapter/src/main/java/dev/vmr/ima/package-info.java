/**
 * Linux IMA measurement lists (docs/ima.md): reading them in constant memory, replaying them, and
 * finding where a list and a register part.
 *
 * <p>The formats are those of the kernel, {@code security/integrity/ima/ima_fs.c} and {@code
 * ima_template_lib.c}. Knows nothing of TPMs or quotes.
 */
@NullMarked
package dev.vmr.ima;

import org.jspecify.annotations.NullMarked;
