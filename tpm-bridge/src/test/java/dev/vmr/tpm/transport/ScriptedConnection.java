package dev.vmr.tpm.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;

/** A client whose messages are given beforehand, each of which arrives in one piece. */
final class ScriptedConnection implements Connection {
  private final Deque<byte[]> messages = new ConcurrentLinkedDeque<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final boolean silentAtEnd;
  private Optional<Connection> passed;
  private int writes;

  private ScriptedConnection(boolean silentAtEnd, Optional<Connection> passed) {
    this.silentAtEnd = silentAtEnd;
    this.passed = passed;
  }

  /** Sends the messages, in hex, and closes. */
  static ScriptedConnection of(String... messages) {
    return new ScriptedConnection(false, Optional.empty()).with(messages);
  }

  /** Sends the messages and then is silent. */
  static ScriptedConnection silentAfter(String... messages) {
    return new ScriptedConnection(true, Optional.empty()).with(messages);
  }

  /** Passes a stream with the messages. */
  static ScriptedConnection passing(Connection stream, String... messages) {
    return new ScriptedConnection(false, Optional.of(stream)).with(messages);
  }

  /** Bytes that arrive in pieces of the given size. */
  static ScriptedConnection pieces(byte[] bytes, int size) {
    ScriptedConnection stream = new ScriptedConnection(false, Optional.empty());
    for (int at = 0; at < bytes.length; at += size) {
      stream.messages.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
    }
    return stream;
  }

  private ScriptedConnection with(String... hex) {
    List.of(hex).forEach(m -> messages.add(HexFormat.of().parseHex(m.replace(" ", ""))));
    return this;
  }

  /** All that was written, in hex. */
  String written() {
    return HexFormat.of().formatHex(written.toByteArray());
  }

  /** How many times something was written. */
  int writes() {
    return writes;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (messages.isEmpty()) {
      if (silentAtEnd) {
        throw new SocketTimeoutException("silent");
      }
      return -1;
    }
    byte[] message = messages.removeFirst();
    int count = Math.min(length, message.length);
    System.arraycopy(message, 0, into, offset, count);
    if (count < message.length) {
      messages.addFirst(Arrays.copyOfRange(message, count, message.length));
    }
    return count;
  }

  @Override
  public boolean pending() {
    return !messages.isEmpty();
  }

  @Override
  public void write(byte[] bytes) {
    written.writeBytes(bytes);
    writes++;
  }

  @Override
  public void readTimeout(Duration timeout) {}

  @Override
  public Optional<Connection> takePassed() {
    Optional<Connection> taken = passed;
    passed = Optional.empty();
    return taken;
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return messages.stream().map(HexFormat.of()::formatHex).collect(Collectors.joining("|"));
  }
}
