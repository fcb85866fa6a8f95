package dev.vmr.tests.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A varlink client in as few lines as it takes, sharing none with the daemon. */
public final class Api implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SocketChannel channel;
  private final InputStream in;

  private Api(SocketChannel channel) {
    this.channel = channel;
    this.in = new BufferedInputStream(Channels.newInputStream(channel));
  }

  public static Api connect(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return new Api(channel);
  }

  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** The whole reply to a call of {@code dev.vmr.Registers}. */
  public JsonNode call(String method, ObjectNode parameters) throws IOException {
    send(object().put("method", "dev.vmr.Registers." + method).set("parameters", parameters));
    return reply();
  }

  /** Extends a register by one digest. */
  public JsonNode extend(String name, String digest) throws IOException {
    ObjectNode parameters = object().put("name", name);
    parameters.putArray("digests").add(digest);
    return call("Extend", parameters);
  }

  /** The whole log. */
  public String log() throws IOException {
    ObjectNode call = object().put("method", "dev.vmr.Registers.Log").put("more", true);
    send(call.set("parameters", object()));
    StringBuilder text = new StringBuilder();
    JsonNode reply;
    do {
      reply = reply();
      text.append(reply.path("parameters").path("text").asText());
    } while (reply.path("continues").asBoolean());
    return text.toString();
  }

  /** Sends any message. */
  public void send(JsonNode message) throws IOException {
    byte[] bytes = (JSON.writeValueAsString(message) + "\0").getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** The next message. */
  public JsonNode reply() throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (int b = in.read(); b != 0; b = in.read()) {
      if (b < 0) {
        throw new IOException("the connection ended");
      }
      message.write(b);
    }
    return JSON.readTree(message.toByteArray());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
