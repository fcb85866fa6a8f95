package dev.vmr.tests.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A unix socket of a program that carries lines of ASCII. */
record SocketLines(SocketChannel channel, BufferedReader in, Writer out) {
  /** Connects as soon as the program listens. */
  static SocketLines connect(Path socket, Process process) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(UnixDomainSocketAddress.of(socket));
        return new SocketLines(
            channel,
            new BufferedReader(Channels.newReader(channel, StandardCharsets.US_ASCII)),
            Channels.newWriter(channel, StandardCharsets.US_ASCII));
      } catch (IOException e) {
        channel.close();
        if (!process.isAlive() || System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(10);
      }
    }
  }

  void send(String text) throws IOException {
    out.write(text + "\n");
    out.flush();
  }

  String next() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("QEMU is gone");
    }
    return line;
  }
}
