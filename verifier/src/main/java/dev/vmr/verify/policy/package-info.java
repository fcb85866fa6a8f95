/**
 * What a relying party wants of evidence (docs/policy.md): the statements and their text form. What
 * they are compared with is not known here.
 */
@NullMarked
package dev.vmr.verify.policy;

import org.jspecify.annotations.NullMarked;
