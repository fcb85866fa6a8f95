package dev.vmr.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixConnectionTest {
  @TempDir Path folder;

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String read(UnixConnection connection) throws IOException {
    byte[] buffer = new byte[100];
    int count = connection.read(buffer, 0, buffer.length);
    return count < 0 ? "end" : new String(buffer, 0, count, StandardCharsets.US_ASCII);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  @Test
  void carriesBytesBothWaysAndTellsTheEnd() throws IOException {
    Path path = folder.resolve("s");
    try (UnixListener listener = UnixListener.bind(path, 0640)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-r-----");
      UnixConnection client = UnixConnection.connect(path);
      try (UnixConnection server = listener.accept()) {
        client.write(ascii("abc"), 1, 2);
        assertThat(read(server)).isEqualTo("bc");
        server.write(ascii("x"), 0, 1);
        assertThat(read(client)).isEqualTo("x");
        assertThat(server.connected()).isTrue();
        client.close();
        assertThat(server.connected()).isFalse();
        assertThat(read(server)).isEqualTo("end");
        assertThatThrownBy(
                () -> {
                  for (int i = 0; i < 3; i++) {
                    server.write(ascii("x"), 0, 1);
                  }
                })
            .isInstanceOf(IOException.class);
      }
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void carriesMoreThanItsBuffer() throws Exception {
    UnixConnection[] ends = UnixConnection.pair();
    byte[] data = new byte[1 << 20];
    new Random(1).nextBytes(data);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try {
                ends[0].write(data, 0, data.length);
                ends[0].close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    byte[] got = new byte[data.length + 1];
    int size = 0;
    for (int n = 0; n >= 0; n = ends[1].read(got, size, got.length - size)) {
      size += n;
    }
    writer.get(10, TimeUnit.SECONDS);
    assertThat(Arrays.copyOf(got, size)).isEqualTo(data);
    ends[1].close();
  }

  @Test
  void knowsThePeer() throws IOException {
    UnixConnection[] ends = UnixConnection.pair();
    PeerCredentials peer = ends[0].peer();
    assertThat(peer.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(peer.uid())
        .isEqualTo(((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue());
    ends[0].close();
    ends[1].close();
  }

  @Test
  void receivesADescriptorAndClosesThoseThatNobodyWants() throws IOException {
    UnixConnection[] control = UnixConnection.pair();
    long before = descriptors();
    UnixConnection[] data = UnixConnection.pair();
    control[1].acceptDescriptors();
    control[0].write(ascii("fd"), data[0]);
    data[0].close();
    assertThat(read(control[1])).isEqualTo("fd");
    UnixConnection passed = control[1].takeReceived().orElseThrow();
    assertThat(control[1].takeReceived()).isEmpty();
    passed.write(ascii("hello"), 0, 5);
    assertThat(read(data[1])).isEqualTo("hello");
    control[0].write(ascii("1"), passed);
    control[0].write(ascii("2"), passed);
    assertThat(read(control[1])).isEqualTo("1");
    assertThat(read(control[1])).isEqualTo("2");
    passed.close();
    data[1].close();
    control[1].close();
    control[0].close();
    assertThat(descriptors()).isEqualTo(before - 2);
  }

  @Test
  void doesNotReceiveUnasked() throws IOException {
    UnixConnection[] control = UnixConnection.pair();
    long before = descriptors();
    control[0].write(ascii("fd"), control[0]);
    assertThat(read(control[1])).isEqualTo("fd");
    assertThat(control[1].takeReceived()).isEmpty();
    assertThat(descriptors()).isEqualTo(before);
    control[0].close();
    control[1].close();
  }

  @Test
  void closingWakesAReaderAndAnAcceptor() throws Exception {
    UnixConnection[] ends = UnixConnection.pair();
    UnixListener listener = UnixListener.bind(folder.resolve("s"), 0600);
    CompletableFuture<String> reader =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return read(ends[0]);
              } catch (IOException e) {
                return e.getClass().getSimpleName();
              }
            });
    CompletableFuture<Object> acceptor =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return listener.accept();
              } catch (IOException e) {
                return e;
              }
            });
    Thread.sleep(200);
    ends[0].close();
    listener.close();
    assertThat(reader.get(5, TimeUnit.SECONDS)).isEqualTo("end");
    assertThat(acceptor.get(5, TimeUnit.SECONDS)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> ends[0].peer()).isInstanceOf(ClosedChannelException.class);
    ends[1].close();
  }

  @Test
  void timesOut() throws IOException {
    UnixConnection[] ends = UnixConnection.pair();
    ends[0].readTimeout(Duration.ofMillis(50));
    assertThatThrownBy(() -> read(ends[0])).isInstanceOf(SocketTimeoutException.class);
    ends[0].close();
    ends[1].close();
  }

  @Test
  void bindsOnlyWhereItMay() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "keep");
    assertThatThrownBy(() -> UnixListener.bind(file, 0600)).hasMessageContaining("no socket");
    assertThat(file).hasContent("keep");
    Path path = folder.resolve("s");
    UnixListener first = UnixListener.bind(path, 0600);
    assertThatThrownBy(() -> UnixListener.bind(path, 0600)).hasMessageContaining("in use");
    Path kept = folder.resolve("stale");
    Files.move(path, kept);
    first.close();
    UnixListener.bind(kept, 0600).close();
    assertThatThrownBy(() -> UnixListener.bind(folder.resolve("x".repeat(120)), 0600))
        .hasMessageContaining("107");
    assertThatThrownBy(() -> UnixConnection.connect(folder.resolve("none")))
        .hasMessageContaining("No such file");
  }
}
