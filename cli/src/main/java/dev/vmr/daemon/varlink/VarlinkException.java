package dev.vmr.daemon.varlink;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An error reply: a name and parameters. */
public final class VarlinkException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final String SERVICE = "org.varlink.service.";

  private final transient ObjectNode parameters;

  private VarlinkException(String name, ObjectNode parameters) {
    super(name, null, false, false);
    this.parameters = parameters;
  }

  /** The error of that full name, with one text parameter. */
  public static VarlinkException of(String name, String parameter, String value) {
    return new VarlinkException(name, JsonNodeFactory.instance.objectNode().put(parameter, value));
  }

  /** The error of that full name, with two text parameters. */
  public static VarlinkException of(
      String name, String parameter, String value, String second, String secondValue) {
    return new VarlinkException(
        name, JsonNodeFactory.instance.objectNode().put(parameter, value).put(second, secondValue));
  }

  static VarlinkException interfaceNotFound(String name) {
    return of(SERVICE + "InterfaceNotFound", "interface", name);
  }

  /** The interface has no such method. */
  public static VarlinkException methodNotFound(String method) {
    return of(SERVICE + "MethodNotFound", "method", method);
  }

  /** A parameter is missing, of the wrong type or not one of the method's. */
  public static VarlinkException invalidParameter(String parameter) {
    return of(SERVICE + "InvalidParameter", "parameter", parameter);
  }

  /** The method answers with several replies and was not called with {@code more}. */
  public static VarlinkException expectedMore() {
    return new VarlinkException(SERVICE + "ExpectedMore", JsonNodeFactory.instance.objectNode());
  }

  /** The full name of the error. */
  public String name() {
    return String.valueOf(getMessage());
  }

  ObjectNode parameters() {
    return parameters;
  }
}
