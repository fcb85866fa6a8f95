package dev.vmr.tpm.engine;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The permanent handles with their authorization values, and which hierarchies are enabled. */
final class Hierarchies {
  static final int OWNER = 0x4000_0001;
  static final int NULL = 0x4000_0007;
  static final int LOCKOUT = 0x4000_000A;
  static final int ENDORSEMENT = 0x4000_000B;
  static final int PLATFORM = 0x4000_000C;
  static final int PLATFORM_NV = 0x4000_000D;

  private static final byte[] EMPTY = {};

  private final Map<Integer, byte[]> auths = new HashMap<>();
  private boolean ownerEnabled = true;
  private boolean endorsementEnabled = true;
  private boolean platformEnabled = true;
  private boolean platformNvEnabled = true;

  /** Startup(CLEAR): all enabled, the platform's authorization empty. */
  void start() {
    ownerEnabled = true;
    endorsementEnabled = true;
    platformEnabled = true;
    platformNvEnabled = true;
    auths.remove(PLATFORM);
  }

  /** TPM2_Clear: the owner's authorizations are empty again. */
  void clear() {
    ownerEnabled = true;
    endorsementEnabled = true;
    auths.remove(OWNER);
    auths.remove(ENDORSEMENT);
    auths.remove(LOCKOUT);
  }

  /** The authorization value of a handle; empty unless one was set. */
  byte[] auth(int handle) {
    byte @Nullable [] value = auths.get(handle);
    return value == null ? EMPTY : value.clone();
  }

  /** Whether the authorization value is not empty. */
  boolean hasAuth(int handle) {
    return auth(handle).length > 0;
  }

  void setAuth(int handle, byte[] value) {
    auths.put(handle, value.clone());
  }

  boolean enabled(int handle) {
    return switch (handle) {
      case OWNER -> ownerEnabled;
      case ENDORSEMENT -> endorsementEnabled;
      case PLATFORM -> platformEnabled;
      case PLATFORM_NV -> platformNvEnabled;
      default -> true;
    };
  }

  void enable(int handle, boolean on) {
    switch (handle) {
      case OWNER -> ownerEnabled = on;
      case ENDORSEMENT -> endorsementEnabled = on;
      case PLATFORM -> platformEnabled = on;
      case PLATFORM_NV -> platformNvEnabled = on;
      default -> throw new IllegalArgumentException("not a hierarchy");
    }
  }
}
