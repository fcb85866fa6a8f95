package dev.vmr.daemon;

/**
 * Who is at the other end of a connection, by the kernel's word.
 *
 * @param uid effective user id when it connected
 * @param gid effective primary group id when it connected
 * @param pid process id when it connected
 */
public record Caller(long uid, long gid, long pid) {
  @Override
  public String toString() {
    return "uid " + uid + " gid " + gid + " pid " + pid;
  }
}
