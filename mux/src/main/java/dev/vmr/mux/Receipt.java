package dev.vmr.mux;

import dev.vmr.register.Digest;

/**
 * The answer to a record that is in the log and in the register.
 *
 * @param number the number of the record in its log, from 1
 * @param lineDigest the digest of the record's line, by which the register was extended
 */
public record Receipt(long number, Digest lineDigest) {}
