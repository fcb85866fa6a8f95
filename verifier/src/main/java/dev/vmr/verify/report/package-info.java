/**
 * The result of an appraisal as one page for people (docs/report.md). What logs say is hostile:
 * nothing of it reaches the page unescaped, and the page loads and runs nothing.
 */
@NullMarked
package dev.vmr.verify.report;

import org.jspecify.annotations.NullMarked;
