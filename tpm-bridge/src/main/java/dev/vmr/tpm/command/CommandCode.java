package dev.vmr.tpm.command;

/** The TPM_CC values that the bridge knows (Part 2, section 6.5.2). */
public final class CommandCode {
  public static final int EVICT_CONTROL = 0x120;
  public static final int HIERARCHY_CONTROL = 0x121;
  public static final int CLEAR = 0x126;
  public static final int HIERARCHY_CHANGE_AUTH = 0x129;
  public static final int NV_DEFINE_SPACE = 0x12A;
  public static final int PCR_ALLOCATE = 0x12B;
  public static final int CREATE_PRIMARY = 0x131;
  public static final int NV_WRITE = 0x137;
  public static final int NV_WRITE_LOCK = 0x138;
  public static final int PCR_EVENT = 0x13C;
  public static final int PCR_RESET = 0x13D;
  public static final int SEQUENCE_COMPLETE = 0x13E;
  public static final int INCREMENTAL_SELF_TEST = 0x142;
  public static final int SELF_TEST = 0x143;
  public static final int STARTUP = 0x144;
  public static final int SHUTDOWN = 0x145;
  public static final int STIR_RANDOM = 0x146;
  public static final int SEQUENCE_UPDATE = 0x15C;
  public static final int FLUSH_CONTEXT = 0x165;
  public static final int START_AUTH_SESSION = 0x176;
  public static final int GET_CAPABILITY = 0x17A;
  public static final int GET_RANDOM = 0x17B;
  public static final int GET_TEST_RESULT = 0x17C;
  public static final int HASH = 0x17D;
  public static final int PCR_READ = 0x17E;
  public static final int READ_CLOCK = 0x181;
  public static final int PCR_EXTEND = 0x182;
  public static final int EVENT_SEQUENCE_COMPLETE = 0x185;
  public static final int HASH_SEQUENCE_START = 0x186;

  /** The vendor command by which the kernel's vtpm_proxy sets the locality. */
  public static final int VENDOR_SET_LOCALITY = 0x2000_1000;

  private CommandCode() {}
}
