package dev.vmr.tests.tsm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A {@link FileTree} under a folder, as long as this is open. Needs root and {@code /dev/fuse}. */
final class FuseMount implements AutoCloseable {
  private static final int O_RDWR = 2;
  private static final long MS_NOSUID_NODEV = 6;
  private static final int MNT_DETACH = 2;
  private static final int BUFFER = 1 << 17;
  private static final Path DEVICE = Path.of("/dev/fuse");

  /** The functions of libc that this needs. */
  interface Libc extends Library {
    Libc CALLS = Native.load("c", Libc.class);

    int open(String path, int flags) throws LastErrorException;

    long read(int descriptor, byte[] buffer, long length) throws LastErrorException;

    long write(int descriptor, byte[] buffer, long length) throws LastErrorException;

    int close(int descriptor) throws LastErrorException;

    int mount(String source, String target, String type, long flags, String data)
        throws LastErrorException;

    int umount2(String target, int flags) throws LastErrorException;
  }

  private final Path folder;
  private final int device;
  private final FuseRequests requests;
  private final Thread server;

  private FuseMount(Path folder, int device, FileTree root) {
    this.folder = folder;
    this.device = device;
    this.requests = new FuseRequests(root);
    this.server = new Thread(this::serve, "fuse");
    server.setDaemon(true);
  }

  /** Mounts it, or skips the test where that cannot be done. */
  static FuseMount open(Path folder, FileTree root) throws IOException {
    assumeTrue(Files.isWritable(DEVICE), "skipped: " + DEVICE + " cannot be opened here");
    int device = Libc.CALLS.open(DEVICE.toString(), O_RDWR);
    String options = "fd=" + device + ",rootmode=40000,user_id=0,group_id=0";
    try {
      Libc.CALLS.mount("vmr-test", folder.toString(), "fuse", MS_NOSUID_NODEV, options);
    } catch (LastErrorException e) {
      Libc.CALLS.close(device);
      assumeTrue(false, "skipped: a file system of FUSE cannot be mounted: " + e.getMessage());
    }
    FuseMount mount = new FuseMount(folder, device, root);
    mount.server.start();
    return mount;
  }

  private void serve() {
    byte[] buffer = new byte[BUFFER];
    while (true) {
      try {
        long size = Libc.CALLS.read(device, buffer, buffer.length);
        ByteBuffer request = ByteBuffer.wrap(Arrays.copyOf(buffer, (int) size));
        byte[] answer = requests.answer(request.order(ByteOrder.nativeOrder()));
        if (answer.length > 0) {
          Libc.CALLS.write(device, answer, answer.length);
        }
      } catch (LastErrorException e) {
        return; // unmounted
      }
    }
  }

  @Override
  public void close() throws IOException {
    Libc.CALLS.umount2(folder.toString(), MNT_DETACH);
    Libc.CALLS.close(device);
  }
}
