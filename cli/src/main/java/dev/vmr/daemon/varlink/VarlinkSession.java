package dev.vmr.daemon.varlink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * One connection: reads calls, one after another, and answers each before it reads the next.
 *
 * <p>What is no JSON object, or is longer than {@link #MAX_MESSAGE}, ends the session: there is no
 * telling where the next message begins.
 */
public final class VarlinkSession {
  /** The largest message in bytes, without its NUL. */
  public static final int MAX_MESSAGE = 1 << 20;

  private static final int MAX_DEPTH = 16;
  private static final Set<String> CALL_FIELDS =
      Set.of("method", "parameters", "more", "oneway", "upgrade");

  /** Shared: it is immutable once built, and costly to build. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final InputStream in;
  private final OutputStream out;
  private final BooleanSupplier connected;
  private final Map<String, VarlinkInterface> interfaces;

  /**
   * A session.
   *
   * @param in what the client sends; buffered by the caller
   * @param out where one write is one message
   * @param connected whether the client is still there
   * @param product who answers GetInfo
   * @param offered the interfaces beside {@code org.varlink.service}
   */
  public VarlinkSession(
      InputStream in,
      OutputStream out,
      BooleanSupplier connected,
      ServiceInfo product,
      List<VarlinkInterface> offered) {
    this.connected = connected;
    this.in = in;
    this.out = out;
    VarlinkInterface service = new ServiceInterface(product, offered);
    ImmutableMap.Builder<String, VarlinkInterface> all = ImmutableMap.builder();
    all.put(service.name(), service);
    offered.forEach(each -> all.put(each.name(), each));
    this.interfaces = all.buildOrThrow();
  }

  /**
   * Serves until the client is done or says something that is no call.
   *
   * @throws IOException when the connection fails
   */
  public void run() throws IOException {
    byte[] message = next();
    while (message.length > 0 && answer(message)) {
      message = next();
    }
  }

  /** The next message without its NUL; empty at the end, or when there is nothing to answer. */
  private byte[] next() throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    while (true) {
      int b = in.read();
      if (b < 0 || message.size() > MAX_MESSAGE) {
        return new byte[0];
      }
      if (b == 0) {
        return message.toByteArray();
      }
      message.write(b);
    }
  }

  private boolean answer(byte[] message) throws IOException {
    JsonNode call;
    try {
      call = JSON.readTree(message);
    } catch (JsonProcessingException e) {
      return false;
    }
    if (!(call instanceof ObjectNode object) || !isCall(object)) {
      return false;
    }
    boolean oneway = object.path("oneway").asBoolean();
    VarlinkCall.Replies replies =
        new VarlinkCall.Replies() {
          @Override
          public void send(ObjectNode parameters, boolean continues) throws IOException {
            if (!oneway) {
              ObjectNode reply = JSON.createObjectNode().set("parameters", parameters);
              VarlinkSession.this.send(continues ? reply.put("continues", true) : reply);
            }
          }

          @Override
          public boolean connected() {
            return connected.getAsBoolean();
          }
        };
    try {
      dispatch(object, replies);
    } catch (VarlinkException e) {
      if (!oneway) {
        send(JSON.createObjectNode().put("error", e.name()).set("parameters", e.parameters()));
      }
    }
    return true;
  }

  private static boolean isCall(ObjectNode call) {
    boolean fields = true;
    for (var names = call.fieldNames(); names.hasNext(); ) {
      fields &= CALL_FIELDS.contains(names.next());
    }
    JsonNode parameters = call.path("parameters");
    return fields
        && call.path("method").isTextual()
        && (parameters.isMissingNode() || parameters.isNull() || parameters.isObject());
  }

  private void dispatch(ObjectNode call, VarlinkCall.Replies replies)
      throws VarlinkException, IOException {
    String full = call.path("method").textValue();
    int dot = full.lastIndexOf('.');
    VarlinkInterface target = interfaces.get(dot < 0 ? full : full.substring(0, dot));
    if (target == null) {
      throw VarlinkException.interfaceNotFound(dot < 0 ? full : full.substring(0, dot));
    }
    ObjectNode parameters =
        call.path("parameters") instanceof ObjectNode given ? given : JSON.createObjectNode();
    target.call(
        new VarlinkCall(
            full.substring(dot + 1), parameters, call.path("more").asBoolean(), replies));
  }

  private void send(JsonNode reply) throws IOException {
    byte[] text = JSON.writeValueAsString(reply).getBytes(StandardCharsets.UTF_8);
    byte[] message = new byte[text.length + 1];
    System.arraycopy(text, 0, message, 0, text.length);
    out.write(message);
  }
}
