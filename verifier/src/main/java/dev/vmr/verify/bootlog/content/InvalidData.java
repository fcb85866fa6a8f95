package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * Data that is not what the event's type says.
 *
 * @param reason what is wrong with it
 * @param hex its bytes
 */
public record InvalidData(String reason, String hex) implements BootContent {
  @Override
  public Form form() {
    return Form.INVALID;
  }

  @Override
  public String text() {
    return "invalid: " + reason;
  }

  @Override
  public Map<String, Object> fields() {
    return ImmutableMap.of("is", "invalid", "reason", reason, "data", hex);
  }
}
