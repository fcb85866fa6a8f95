/**
 * The old text log of the attestation agent of Confidential Containers (docs/logs.md, section 7).
 */
@NullMarked
package dev.vmr.verify.aael;

import org.jspecify.annotations.NullMarked;
