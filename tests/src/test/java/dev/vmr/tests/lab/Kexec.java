package dev.vmr.tests.lab;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starts another kernel in place of the one that runs, in the guest. Stands on the JDK and JNA. */
final class Kexec {
  private static final long KEXEC_FILE_LOAD = 320; // of x86-64
  private static final int LINUX_REBOOT_CMD_KEXEC = 0x45584543;

  private Kexec() {}

  /** The functions of libc that this needs. */
  interface Libc extends Library {
    Libc CALLS = Native.load("c", Libc.class);

    int open(String path, int flags) throws LastErrorException;

    long syscall(
        long number, long kernel, long initramfs, long length, String commandLine, long flags)
        throws LastErrorException;

    int reboot(int command) throws LastErrorException;
  }

  /**
   * Loads a kernel, says so with a file {@code loaded}, waits for a file {@code go}, and goes.
   *
   * @param args the kernel, its initramfs, its command line, the folder of the two files
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    long kernel = Libc.CALLS.open(args[0], 0);
    long initramfs = Libc.CALLS.open(args[1], 0);
    long length = args[2].length() + 1L;
    Libc.CALLS.syscall(KEXEC_FILE_LOAD, kernel, initramfs, length, args[2], 0);
    Path folder = Path.of(args[3]);
    Files.createFile(folder.resolve("loaded"));
    while (!Files.exists(folder.resolve("go"))) {
      Thread.sleep(20);
    }
    Libc.CALLS.reboot(LINUX_REBOOT_CMD_KEXEC);
  }
}
