package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * Data that is not looked into.
 *
 * @param hex its bytes
 */
public record OpaqueData(String hex) implements BootContent {
  private static final int SHOWN = 64;

  static BootContent of(byte[] data) {
    return new OpaqueData(Texts.hex(data));
  }

  @Override
  public Form form() {
    return Form.OPAQUE;
  }

  @Override
  public String text() {
    return hex.length() <= SHOWN
        ? hex
        : hex.substring(0, SHOWN) + "... (" + hex.length() / 2 + " bytes)";
  }

  @Override
  public Map<String, Object> fields() {
    return ImmutableMap.of("is", "opaque", "data", hex);
  }
}
