package dev.vmr.tpm.engine;

import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.ResponseCode;

/** What a command's handle may be (the TPMI types of Part 2, section 9). */
enum HandleKind {
  PCR,
  PCR_OR_NULL,
  /** TPMI_RH_HIERARCHY_AUTH. */
  HIERARCHY_OR_LOCKOUT,
  /** TPMI_RH_HIERARCHY without NULL. */
  HIERARCHY,
  /** TPMI_RH_CLEAR. */
  CLEAR,
  SEQUENCE,
  /** TPMI_DH_OBJECT+: a key; this TPM has none, so only NULL ever passes. */
  OBJECT_OR_NULL,
  /** TPMI_DH_ENTITY+, but for what a session cannot be bound to here: only NULL ever passes. */
  ENTITY_OR_NULL;

  private static final int TYPE_SHIFT = 24;
  private static final int TYPE_TRANSIENT = 0x80;
  private static final int TYPE_PERSISTENT = 0x81;

  /**
   * Checks a handle.
   *
   * @param number which one of the command's it is, from 1
   */
  void check(int handle, int number, EngineState state) throws CommandException {
    if (!matches(handle)) {
      throw new CommandException(ResponseCode.handle(ResponseCode.VALUE, number));
    }
    if (!state.hierarchies.enabled(handle)) {
      throw new CommandException(ResponseCode.handle(ResponseCode.HIERARCHY, number));
    }
    if (isObject(handle) && state.sequences.find(handle) == null) {
      throw new CommandException(
          handle >>> TYPE_SHIFT == TYPE_PERSISTENT
              ? ResponseCode.handle(ResponseCode.HANDLE, number)
              : ResponseCode.REFERENCE_H0 + number - 1);
    }
  }

  private boolean matches(int handle) {
    return switch (this) {
      case PCR -> isPcr(handle);
      case PCR_OR_NULL -> isPcr(handle) || handle == Hierarchies.NULL;
      case HIERARCHY_OR_LOCKOUT -> isHierarchy(handle) || handle == Hierarchies.LOCKOUT;
      case HIERARCHY -> isHierarchy(handle);
      case CLEAR -> handle == Hierarchies.LOCKOUT || handle == Hierarchies.PLATFORM;
      case SEQUENCE -> isObject(handle);
      case OBJECT_OR_NULL -> isObject(handle) || handle == Hierarchies.NULL;
      case ENTITY_OR_NULL -> isObject(handle) || handle == Hierarchies.NULL;
    };
  }

  static boolean isPcr(int handle) {
    return handle >= 0 && handle < PcrAttributes.COUNT;
  }

  private static boolean isHierarchy(int handle) {
    return handle == Hierarchies.OWNER
        || handle == Hierarchies.ENDORSEMENT
        || handle == Hierarchies.PLATFORM;
  }

  private static boolean isObject(int handle) {
    int type = handle >>> TYPE_SHIFT;
    return type == TYPE_TRANSIENT || type == TYPE_PERSISTENT;
  }
}
