package dev.vmr.daemon.varlink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One method call: its parameters, read strictly, and its replies. */
public final class VarlinkCall {
  /** Where replies go. */
  interface Replies {
    void send(ObjectNode parameters, boolean continues) throws IOException;

    /** Whether the caller is still there, as far as is known. */
    boolean connected();
  }

  private final String method;
  private final ObjectNode parameters;
  private final boolean more;
  private final Replies replies;
  private final Set<String> known = new HashSet<>();

  VarlinkCall(String method, ObjectNode parameters, boolean more, Replies replies) {
    this.method = method;
    this.parameters = parameters;
    this.more = more;
    this.replies = replies;
  }

  /** The method's name without its interface. */
  public String method() {
    return method;
  }

  /** Whether the caller takes several replies. */
  public boolean more() {
    return more;
  }

  /** Whether the caller is still there: for a method that has nothing to say for a while. */
  public boolean connected() {
    return replies.connected();
  }

  /** Sends the only or the last reply. */
  public void reply(ObjectNode parameters) throws IOException {
    replies.send(parameters, false);
  }

  /** Sends a reply after which others come. */
  public void replyAndContinue(ObjectNode parameters) throws IOException {
    replies.send(parameters, true);
  }

  private Optional<JsonNode> value(String name) {
    known.add(name);
    JsonNode value = parameters.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  /** A parameter of type string. */
  public String text(String name) throws VarlinkException {
    return optionalText(name).orElseThrow(() -> VarlinkException.invalidParameter(name));
  }

  /** A parameter of type ?string. */
  public Optional<String> optionalText(String name) throws VarlinkException {
    Optional<JsonNode> value = value(name);
    if (value.isPresent() && !value.get().isTextual()) {
      throw VarlinkException.invalidParameter(name);
    }
    return value.map(JsonNode::textValue);
  }

  /** A parameter of type ?bool, absent meaning false. */
  public boolean flag(String name) throws VarlinkException {
    Optional<JsonNode> value = value(name);
    if (value.isPresent() && !value.get().isBoolean()) {
      throw VarlinkException.invalidParameter(name);
    }
    return value.map(JsonNode::booleanValue).orElse(false);
  }

  /** A parameter of type []string. */
  public List<String> texts(String name) throws VarlinkException {
    JsonNode value = value(name).orElseThrow(() -> VarlinkException.invalidParameter(name));
    if (!value.isArray()) {
      throw VarlinkException.invalidParameter(name);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value) {
      if (!element.isTextual()) {
        throw VarlinkException.invalidParameter(name);
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  /** Requires that every parameter that came has been asked for. */
  public void finish() throws VarlinkException {
    for (Iterator<String> names = parameters.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw VarlinkException.invalidParameter(name);
      }
    }
  }
}
