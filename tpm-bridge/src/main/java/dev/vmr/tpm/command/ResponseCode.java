package dev.vmr.tpm.command;

/**
 * TPM_RC values (Part 2, section 6.6). A format-one code (bit 7 set) says which handle, session or
 * parameter it is about when it is decorated with one of the functions here.
 */
public final class ResponseCode {
  public static final int SUCCESS = 0x000;
  public static final int INITIALIZE = 0x100;
  public static final int FAILURE = 0x101;
  public static final int AUTH_TYPE = 0x124;
  public static final int AUTH_MISSING = 0x125;
  public static final int COMMAND_SIZE = 0x142;
  public static final int COMMAND_CODE = 0x143;
  public static final int AUTHSIZE = 0x144;
  public static final int AUTH_CONTEXT = 0x145;

  public static final int ATTRIBUTES = 0x082;
  public static final int HASH = 0x083;
  public static final int VALUE = 0x084;
  public static final int HIERARCHY = 0x085;
  public static final int MODE = 0x089;
  public static final int HANDLE = 0x08B;
  public static final int AUTH_FAIL = 0x08E;
  public static final int NONCE = 0x08F;
  public static final int SIZE = 0x095;
  public static final int SYMMETRIC = 0x096;
  public static final int INSUFFICIENT = 0x09A;
  public static final int RESERVED_BITS = 0x0A1;
  public static final int BAD_AUTH = 0x0A2;

  public static final int OBJECT_MEMORY = 0x902;
  public static final int SESSION_MEMORY = 0x903;
  public static final int LOCALITY = 0x907;
  public static final int CANCELED = 0x909;
  public static final int REFERENCE_H0 = 0x910;
  public static final int REFERENCE_S0 = 0x918;

  /** The command was not executed, and will be if it is sent again. */
  public static final int RETRY = 0x922;

  /** The decoration for parameter 1; the others follow in steps of {@link #STEP}. */
  static final int PARAMETER_1 = 0x140;

  /** The decoration for session 1. */
  static final int SESSION_1 = 0x900;

  /** The decoration for handle 1, and the distance from one number to the next. */
  static final int STEP = 0x100;

  private ResponseCode() {}

  /** Which handle, from 1, a format-one code is about. */
  public static int handle(int code, int number) {
    return code + number * STEP;
  }

  /** Which parameter, from 1, a format-one code is about. */
  public static int parameter(int code, int number) {
    return code + PARAMETER_1 + (number - 1) * STEP;
  }

  /** Which session, from 1, a format-one code is about. */
  public static int session(int code, int number) {
    return code + SESSION_1 + (number - 1) * STEP;
  }
}
