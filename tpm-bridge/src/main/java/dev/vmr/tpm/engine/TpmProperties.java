package dev.vmr.tpm.engine;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The values of TPM_CAP_TPM_PROPERTIES (Part 2, sections 6.13 and 8.6). */
final class TpmProperties {
  static final int FIXED = 0x100;
  private static final int VARIABLE = 0x200;
  private static final int SHA512_ID = 0x000D;

  /** TPMA_STARTUP_CLEAR. */
  private static final int PLATFORM_ENABLED = 1;

  private static final int OWNER_ENABLED = 2;
  private static final int ENDORSEMENT_ENABLED = 4;
  private static final int PLATFORM_NV_ENABLED = 8;

  private TpmProperties() {}

  /** All properties by number. */
  static NavigableMap<Integer, Integer> of(EngineState state, int commands, int bufferSize) {
    NavigableMap<Integer, Integer> values = new TreeMap<>();
    putFixed(values, commands, bufferSize);
    putVariable(values, state);
    return values;
  }

  private static void putFixed(Map<Integer, Integer> values, int commands, int bufferSize) {
    int[] sizes = {
      text("2.0\0"),
      0,
      159,
      75,
      2019, // family, level, revision, day and year of that revision
      text("VMR\0"),
      text("vmr "),
      text("pcr-"),
      text("only"),
      0, // manufacturer, vendor string
      1,
      1,
      0, // vendor's TPM type, firmware version
      EngineState.MAX_BUFFER,
      HandleTable.SLOTS,
      0,
      HandleTable.SLOTS,
      HandleTable.SLOTS,
      PcrAttributes.COUNT,
      PcrAttributes.COUNT / 8,
      0xFF
    };
    for (int i = 0; i < sizes.length; i++) {
      values.put(FIXED + i, sizes[i]);
    }
    int[] more = {
      0,
      0,
      0,
      4096,
      SHA512_ID,
      ParameterCipher.ALG_AES,
      256,
      0xFF, // NV, clock, context
      bufferSize,
      bufferSize,
      EngineState.MAX_DIGEST,
      0,
      0, // sizes
      1,
      0,
      0x104,
      75,
      2019, // PC Client family, level, revision
      0,
      commands,
      commands,
      0,
      EngineState.MAX_BUFFER,
      0,
      EngineState.MAX_BUFFER
    };
    for (int i = 0; i < more.length; i++) {
      values.put(FIXED + 0x16 + i, more[i]);
    }
  }

  private static void putVariable(Map<Integer, Integer> values, EngineState state) {
    Hierarchies hierarchies = state.hierarchies;
    int permanent =
        (hierarchies.hasAuth(Hierarchies.OWNER) ? 1 : 0)
            | (hierarchies.hasAuth(Hierarchies.ENDORSEMENT) ? 2 : 0)
            | (hierarchies.hasAuth(Hierarchies.LOCKOUT) ? 4 : 0);
    int enabled =
        (hierarchies.enabled(Hierarchies.PLATFORM) ? PLATFORM_ENABLED : 0)
            | (hierarchies.enabled(Hierarchies.OWNER) ? OWNER_ENABLED : 0)
            | (hierarchies.enabled(Hierarchies.ENDORSEMENT) ? ENDORSEMENT_ENABLED : 0)
            | (hierarchies.enabled(Hierarchies.PLATFORM_NV) ? PLATFORM_NV_ENABLED : 0);
    int freeSessions = state.sessions.free();
    int loaded = HandleTable.SLOTS - freeSessions;
    int[] sizes = {
      permanent, enabled, 0, loaded, freeSessions, loaded, freeSessions, state.sequences.free()
    };
    for (int i = 0; i < sizes.length; i++) {
      values.put(VARIABLE + i, sizes[i]);
    }
    for (int i = sizes.length; i <= 0x11; i++) {
      values.put(VARIABLE + i, 0); // persistent objects, counters, curves, lockout: none here
    }
  }

  private static int text(String four) {
    return four.charAt(0) << 24 | four.charAt(1) << 16 | four.charAt(2) << 8 | four.charAt(3);
  }
}
