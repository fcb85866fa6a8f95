package dev.vmr.verify.convert;

import java.util.Arrays;
import java.util.Optional;

/** What a log can be turned into. */
public enum TargetFormat {
  CEL_JSON("cel-json"),
  CEL_CBOR("cel-cbor"),
  CEL_TLV("cel-tlv"),
  TCG2("tcg2"),
  VMR("vmr");

  private final String text;

  TargetFormat(String text) {
    this.text = text;
  }

  /** The stable spelling. */
  public String text() {
    return text;
  }

  /** The format of that spelling. */
  public static Optional<TargetFormat> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
  }
}
