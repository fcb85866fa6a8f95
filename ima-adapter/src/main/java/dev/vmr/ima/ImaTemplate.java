package dev.vmr.ima;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the fields of a template are (docs/ima.md, section 4; kernel {@code ima_template.c}).
 *
 * @param name as it stands in the list: a name, or a format string
 * @param fields the kernel's names of the fields; empty when the template is not known
 */
public record ImaTemplate(String name, List<String> fields) {
  /** The oldest template, which has a form of its own. */
  static final String IMA = "ima";

  private static final Map<String, String> FORMATS =
      ImmutableMap.of(
          IMA,
          "d|n",
          "ima-ng",
          "d-ng|n-ng",
          "ima-ngv2",
          "d-ngv2|n-ng",
          "ima-sig",
          "d-ng|n-ng|sig",
          "ima-sigv2",
          "d-ngv2|n-ng|sig",
          "ima-buf",
          "d-ng|n-ng|buf",
          "ima-modsig",
          "d-ng|n-ng|sig|d-modsig|modsig",
          "evm-sig",
          "d-ng|n-ng|evmsig|xattrnames|xattrlengths|xattrvalues|iuid|igid|imode");

  private static final Set<String> FIELDS =
      ImmutableSet.of(
          "d",
          "n",
          "d-ng",
          "d-ngv2",
          "n-ng",
          "sig",
          "buf",
          "d-modsig",
          "modsig",
          "evmsig",
          "xattrnames",
          "xattrlengths",
          "xattrvalues",
          "iuid",
          "igid",
          "imode");

  private static final List<String> DIGESTS = List.of("d-ng", "d-ngv2", "d");

  /** Copies the list. */
  public ImaTemplate {
    fields = ImmutableList.copyOf(fields);
  }

  /** The template of that name. */
  public static ImaTemplate of(String name) {
    List<String> fields = Splitter.on('|').splitToList(FORMATS.getOrDefault(name, name));
    return new ImaTemplate(name, FIELDS.containsAll(fields) ? fields : List.of());
  }

  /** Whether this is the oldest template, which has a form of its own. */
  boolean legacy() {
    return name.equals(IMA);
  }

  /** Which field is the path; -1 when none is. */
  int pathField() {
    int index = fields.indexOf("n-ng");
    return index >= 0 ? index : fields.indexOf("n");
  }

  /** Which field is the digest of the file; -1 when none is. */
  int digestField() {
    for (String field : DIGESTS) {
      int index = fields.indexOf(field);
      if (index >= 0) {
        return index;
      }
    }
    return -1;
  }
}
