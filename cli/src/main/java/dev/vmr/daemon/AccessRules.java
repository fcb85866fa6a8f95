package dev.vmr.daemon;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;

/**
 * Who may do what to which name (docs/daemon.md, section 2).
 *
 * @param rules for each name that has one
 * @param tenants who is confined to which prefix
 * @param unruledOpen whether names without a rule are open to every caller
 * @param logs who may take whole logs, evidence and the status
 */
public record AccessRules(
    Map<String, Rule> rules, List<Tenant> tenants, boolean unruledOpen, CallerSet logs) {

  /** Copies the collections. */
  public AccessRules {
    rules = ImmutableMap.copyOf(rules);
    tenants = ImmutableList.copyOf(tenants);
  }

  /** What may be done to a name. */
  public enum Right {
    READ,
    EXTEND,
    OWN
  }

  /**
   * The rule of one name.
   *
   * @param owner who may do everything
   * @param extend who may extend, record events and read
   * @param read who may read
   */
  public record Rule(CallerSet owner, CallerSet extend, CallerSet read) {
    boolean grants(Right right, Caller caller) {
      return switch (right) {
        case OWN -> owner.contains(caller);
        case EXTEND -> owner.contains(caller) || extend.contains(caller);
        case READ -> owner.contains(caller) || extend.contains(caller) || read.contains(caller);
      };
    }
  }

  /**
   * Callers that are confined to the names with a prefix.
   *
   * @param prefix how their names begin
   * @param members who they are
   */
  public record Tenant(String prefix, CallerSet members) {}

  /** Whether the caller may see what all have written. A tenant's member may not. */
  public boolean allowsLogs(Caller caller) {
    return logs.contains(caller)
        && tenants.stream().noneMatch(tenant -> tenant.members().contains(caller));
  }

  /** Whether the caller may do this to the name. */
  public boolean allows(Caller caller, Right right, String name) {
    for (Tenant tenant : tenants) {
      if (tenant.members().contains(caller) != name.startsWith(tenant.prefix())) {
        return false;
      }
    }
    Rule rule = rules.get(name);
    return rule == null ? unruledOpen : rule.grants(right, caller);
  }
}
