package dev.vmr.replay;

import dev.vmr.register.Digest;

/**
 * A sync that replay met.
 *
 * @param line the number of its line, from 1
 * @param claimedValue the register's value before the line, as the line says
 * @param explained whether replay, a start from zeros or other evidence gives the same value
 */
public record SyncPoint(long line, Digest claimedValue, boolean explained) {}
