/**
 * What the data of firmware events says (docs/bootlog.md, section 6): a closed family, with a
 * member for data that is not looked into and one for data that is not what its type says.
 */
@NullMarked
package dev.vmr.verify.bootlog.content;

import org.jspecify.annotations.NullMarked;
