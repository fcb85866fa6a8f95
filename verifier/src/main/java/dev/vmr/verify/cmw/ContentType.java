package dev.vmr.verify.cmw;

import java.util.regex.Pattern;

/** What a wrapped message is: a media type, or the number of a CoAP Content-Format. */
public sealed interface ContentType {
  /** The longest media type in characters, parameters included. */
  int MAX_LENGTH = 255;

  /**
   * A media type with its parameters (RFC 9193, section 2).
   *
   * @param text as it stands in the wrapper
   */
  record MediaType(String text) implements ContentType {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}";
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]++";
    private static final String QUOTED = "\"(?:[ !#-\\[\\]-~]|\\\\[ -~])*+\"";
    private static final Pattern FORM =
        Pattern.compile(
            NAME + "/" + NAME + "(?: *+; *+" + TOKEN + "=(?:" + TOKEN + "|" + QUOTED + "))*+");

    /** Checks the form. */
    public MediaType {
      if (text.length() > MAX_LENGTH || !FORM.matcher(text).matches()) {
        throw new IllegalArgumentException("a type is a media type of at most 255 characters");
      }
    }
  }

  /**
   * A Content-Format of CoAP (RFC 7252, section 12.3).
   *
   * @param number from 0 to 65,535
   */
  record ContentFormat(int number) implements ContentType {
    /** Checks the number. */
    public ContentFormat {
      if (number < 0 || number > 0xFFFF) {
        throw new IllegalArgumentException("a Content-Format is a number from 0 to 65535");
      }
    }
  }
}
