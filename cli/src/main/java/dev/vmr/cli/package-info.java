/**
 * The {@code vmr} command: options in, text or JSON out, exit codes (README, "Exit codes"). What it
 * does is done elsewhere.
 */
@NullMarked
package dev.vmr.cli;

import org.jspecify.annotations.NullMarked;
