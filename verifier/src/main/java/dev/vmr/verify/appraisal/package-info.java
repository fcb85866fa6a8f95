/**
 * One verdict about everything (docs/verification.md, sections 5 to 8; RATS, RFC 9334): a quote,
 * the logs that must explain its registers, what is nested in them, and a policy. Every step is a
 * proof or a finding.
 */
@NullMarked
package dev.vmr.verify.appraisal;

import org.jspecify.annotations.NullMarked;
