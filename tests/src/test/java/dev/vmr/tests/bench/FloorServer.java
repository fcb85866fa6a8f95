package dev.vmr.tests.bench;

import dev.vmr.linux.UnixConnection;
import dev.vmr.linux.UnixListener;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What is left of the bridge without its work: for each request one write of a log line's size, and
 * an answer. No bridge that logs before it answers is faster.
 */
final class FloorServer {
  private static final byte[] LINE = new byte[136];
  private static final byte[] ANSWER = Arrays.copyOf(new byte[] {(byte) 0x80, 2, 0, 0, 0, 19}, 19);

  private FloorServer() {}

  /**
   * Serves until it is killed.
   *
   * @param args the socket, and a folder for the file
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]);
    try (UnixListener listener = UnixListener.bind(Path.of(args[0]), 0600);
        RandomAccessFile log = new RandomAccessFile(folder.resolve("floor.log").toFile(), "rw")) {
      while (true) {
        try (UnixConnection connection = listener.accept()) {
          connection.poll();
          serve(connection, log);
        }
      }
    }
  }

  private static void serve(UnixConnection connection, RandomAccessFile log) throws IOException {
    byte[] request = new byte[4096];
    while (connection.read(request, 0, request.length) > 0) {
      log.write(LINE);
      connection.write(ANSWER, 0, ANSWER.length);
    }
  }
}
