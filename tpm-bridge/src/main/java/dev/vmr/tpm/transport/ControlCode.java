package dev.vmr.tpm.transport;

/** The requests and results of swtpm's control channel, as its tpm_ioctl.h numbers them. */
final class ControlCode {
  static final int GET_CAPABILITY = 0x01;
  static final int INIT = 0x02;
  static final int SHUTDOWN = 0x03;
  static final int GET_TPMESTABLISHED = 0x04;
  static final int SET_LOCALITY = 0x05;
  static final int HASH_START = 0x06;
  static final int HASH_DATA = 0x07;
  static final int HASH_END = 0x08;
  static final int CANCEL_TPM_CMD = 0x09;
  static final int STORE_VOLATILE = 0x0A;
  static final int RESET_TPMESTABLISHED = 0x0B;
  static final int GET_STATEBLOB = 0x0C;
  static final int SET_STATEBLOB = 0x0D;
  static final int STOP = 0x0E;
  static final int GET_CONFIG = 0x0F;
  static final int SET_DATAFD = 0x10;
  static final int SET_BUFFERSIZE = 0x11;
  static final int GET_INFO = 0x12;
  static final int LOCK_STORAGE = 0x13;

  // Results; 0 is success.

  static final int BAD_PARAMETER = 0x03;
  static final int FAIL = 0x09;
  static final int BAD_ORDINAL = 0x0A;
  static final int IO_ERROR = 0x1F;
  static final int BAD_TYPE = 0x34;
  static final int BAD_LOCALITY = 0x3D;
  static final int RETRY = 0x800;

  private ControlCode() {}
}
