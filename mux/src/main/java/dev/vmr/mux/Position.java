package dev.vmr.mux;

import dev.vmr.register.Digest;

/**
 * A place in a log and the register's value there.
 *
 * @param value the physical register's value, as read and as replayed
 * @param records how many records are before this place
 * @param size how many bytes of the log are before this place
 * @param jumps how many syncs before this place tell of extensions by somebody else
 */
public record Position(Digest value, long records, long size, long jumps) {}
