package dev.vmr.tests.bench;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.command.Commands;
import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * A TPM client that takes as little time of its own as one in Java can: what it takes is in every
 * server's figure and draws their ratios towards one.
 */
final class BenchmarkClient implements Closeable {
  private static final int HEADER = 10;
  private static final int CODE_OFFSET = 6;

  private final SocketChannel channel;
  private final ByteBuffer command;
  private final ByteBuffer answer = ByteBuffer.allocateDirect(64);

  private BenchmarkClient(SocketChannel channel) {
    byte[] bytes =
        Commands.pcrExtend(
            10,
            List.of(Digest.filled(HashAlgorithm.SHA1, 1), Digest.filled(HashAlgorithm.SHA256, 2)));
    this.channel = channel;
    this.command = ByteBuffer.allocateDirect(bytes.length).put(bytes);
  }

  static BenchmarkClient connect(Path socket) throws IOException {
    return new BenchmarkClient(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
  }

  /** From now on the client asks again and again for an answer and never sleeps. */
  void poll() throws IOException {
    channel.configureBlocking(false);
  }

  /** PCR_Extend in two banks, one after the other for so long: commands per second. */
  double extend(long nanos) throws IOException {
    long start = System.nanoTime();
    long count = 0;
    while (System.nanoTime() - start < nanos) {
      channel.write(command.rewind());
      answer.clear();
      while (answer.position() < HEADER || answer.position() < answer.getInt(2)) {
        if (channel.read(answer) < 0) {
          throw new IOException("the server has gone");
        }
      }
      if (answer.getInt(CODE_OFFSET) != 0) {
        throw new IOException("refused");
      }
      count++;
    }
    return count / ((System.nanoTime() - start) / 1e9);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
