package dev.vmr.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.linux.UnixConnection;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A connection to the daemon's API (docs/daemon.md, section 3). */
final class Client implements Closeable {
  private static final String INTERFACE = "dev.vmr.Registers.";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MAX_REPLY = 256 << 20;

  private final UnixConnection connection;
  private final byte[] buffer = new byte[1 << 13];
  private int start;
  private int limit;

  private Client(UnixConnection connection) {
    this.connection = connection;
  }

  /** Connects. */
  static Client connect(Path socket) {
    try {
      return new Client(UnixConnection.connect(socket));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.DAEMON, "no daemon: " + e.getMessage());
    }
  }

  /** The parameters of the one reply to a call. */
  JsonNode call(String method, ObjectNode parameters) {
    try {
      send(method, parameters, false);
      return parameters(reply());
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.DAEMON, "the daemon does not answer: " + e.getMessage());
    }
  }

  /** Gives the parameters of every reply to a call. */
  void stream(String method, ObjectNode parameters, Consumer<JsonNode> each) {
    try {
      send(method, parameters, true);
      JsonNode reply;
      do {
        reply = reply();
        each.accept(parameters(reply));
      } while (reply.path("continues").asBoolean());
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.DAEMON, "the daemon does not answer: " + e.getMessage());
    }
  }

  private void send(String method, ObjectNode parameters, boolean more) throws IOException {
    ObjectNode call = JSON.createObjectNode().put("method", INTERFACE + method);
    call.set("parameters", parameters);
    if (more) {
      call.put("more", true);
    }
    byte[] message = (JSON.writeValueAsString(call) + "\0").getBytes(StandardCharsets.UTF_8);
    connection.write(message, 0, message.length);
  }

  private JsonNode reply() throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    while (true) {
      for (; start < limit; start++) {
        if (buffer[start] == 0) {
          start++;
          return JSON.readTree(message.toByteArray());
        }
        message.write(buffer[start]);
      }
      start = 0;
      limit = connection.read(buffer, 0, buffer.length);
      if (limit < 0 || message.size() > MAX_REPLY) {
        throw new IOException("the connection ended");
      }
    }
  }

  private static JsonNode parameters(JsonNode reply) {
    String error = reply.path("error").asText();
    if (error.isEmpty()) {
      return reply.path("parameters");
    }
    JsonNode parameters = reply.path("parameters");
    String name = error.substring(error.lastIndexOf('.') + 1);
    String text =
        switch (name) {
          case "NotPermitted" -> "not permitted: " + parameters.path("name").asText();
          case "NoSuchRegister" -> "no such register: " + parameters.path("name").asText();
          case "Refused", "NotExtended", "NoQuote", "Stopped" -> parameters.path("text").asText();
          default -> error + " " + parameters;
        };
    throw new CommandFailure(ExitCode.DAEMON, text);
  }

  @Override
  public void close() {
    connection.close();
  }
}
