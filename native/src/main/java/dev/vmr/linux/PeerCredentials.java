package dev.vmr.linux;

/**
 * Who connected, by the kernel's word (SO_PEERCRED): as it was at that time.
 *
 * @param pid process id; 0 when it is of another pid namespace
 * @param uid effective user id
 * @param gid effective group id
 */
public record PeerCredentials(long pid, long uid, long gid) {}
