/**
 * Reference values for the files of an IMA list, and the appraisal of a list by them
 * (docs/ima-policy.md).
 *
 * <p>Keys are here what signs files. A reference list comes from whoever asks, the list of a
 * machine from anywhere: neither can make this slow, or large beyond itself.
 */
@NullMarked
package dev.vmr.verify.files;

import org.jspecify.annotations.NullMarked;
