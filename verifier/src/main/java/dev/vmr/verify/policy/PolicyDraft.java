package dev.vmr.verify.policy;

import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements of a policy while it is read. */
final class PolicyDraft {
  static final String ALL = "all";

  final Set<String> platforms = new LinkedHashSet<>();
  final SetMultimap<String, ReferenceValue> registers = LinkedHashMultimap.create();
  final SetMultimap<RegisterName, ReferenceValue> virtual = LinkedHashMultimap.create();
  final SetMultimap<RegisterName, Policy.Demand> demands = LinkedHashMultimap.create();
  final Map<RegisterName, String> origins = new LinkedHashMap<>();
  final Set<String> logs = new LinkedHashSet<>();
  final Set<String> tcb = new LinkedHashSet<>();
  final Set<String> unlogged = new LinkedHashSet<>();
  final Set<RegisterName> jumps = new LinkedHashSet<>();
  final SetMultimap<RegisterName, Digest> jumpValues = LinkedHashMultimap.create();
  final Set<RegisterName> restores = new LinkedHashSet<>();
  final SetMultimap<RegisterName, Digest> restoreValues = LinkedHashMultimap.create();
  @Nullable String reportData;
  @Nullable String reportDataPrefix;
  long age = -1;
  boolean nonceRequired;
  boolean revocationRequired;
  boolean debug;
  boolean simulated;
}
