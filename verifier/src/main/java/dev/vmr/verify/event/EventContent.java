package dev.vmr.verify.event;

import java.util.Map;

/**
 * What an event's data says. It is a claim, unless the event's {@link Coverage} says that the
 * digests are of it.
 */
public interface EventContent {

  /** Whether the data was understood. */
  enum Form {
    /** As its type says. */
    DECODED("decoded"),
    /** Of a type that says nothing about its data, or that is not known here. */
    OPAQUE("opaque"),
    /** Not as its type says. */
    INVALID("invalid");

    private final String text;

    Form(String text) {
      this.text = text;
    }

    /** The stable spelling. */
    public String text() {
      return text;
    }
  }

  /** Whether the data was understood. */
  Form form();

  /** One line for people, in printable ASCII. */
  String text();

  /**
   * The same for programs: names in a stable order, and values that are a String, a Long, a
   * Boolean, a List of values or a Map like this one. Bytes are lower-case hex.
   */
  Map<String, Object> fields();
}
