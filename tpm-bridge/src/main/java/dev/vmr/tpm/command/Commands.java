package dev.vmr.tpm.command;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.util.List;

/** Commands that the bridge itself sends to an engine. */
public final class Commands {
  private static final int RS_PW = 0x4000_0009;
  private static final int EMPTY_PASSWORD_SIZE = 9;
  private static final int PCR_SELECT_SIZE = 3;
  private static final int CAP_PCRS = 5;

  private Commands() {}

  /** TPM2_Startup(CLEAR) or, with {@code state}, Startup(STATE) (Part 3, section 9.3). */
  public static byte[] startup(boolean state) {
    return finish(begin(CommandHeader.NO_SESSIONS, CommandCode.STARTUP).u16(state ? 1 : 0));
  }

  /** TPM2_Shutdown(CLEAR) (Part 3, section 9.4). */
  public static byte[] shutdown() {
    return finish(begin(CommandHeader.NO_SESSIONS, CommandCode.SHUTDOWN).u16(0));
  }

  /** TPM2_PCR_Extend with an empty password (Part 3, section 22.2). */
  public static byte[] pcrExtend(int pcr, List<Digest> digests) {
    return finish(emptyPassword(CommandCode.PCR_EXTEND, pcr).digestValues(digests));
  }

  /** TPM2_PCR_Reset with an empty password (Part 3, section 22.8). */
  public static byte[] pcrReset(int pcr) {
    return finish(emptyPassword(CommandCode.PCR_RESET, pcr));
  }

  /** TPM2_PCR_Read of one PCR in one bank (Part 3, section 22.4). */
  public static byte[] pcrRead(int pcr, HashAlgorithm bank) {
    CommandWriter command = begin(CommandHeader.NO_SESSIONS, CommandCode.PCR_READ).u32(1);
    command.u16(bank.tcgId()).u8(PCR_SELECT_SIZE);
    for (int i = 0; i < PCR_SELECT_SIZE; i++) {
      command.u8(pcr / 8 == i ? 1 << pcr % 8 : 0);
    }
    return finish(command);
  }

  /** TPM2_GetCapability of TPM_CAP_PCRS (Part 3, section 30.2). */
  public static byte[] getCapabilityPcrs() {
    return getCapability(CAP_PCRS, 0, 1);
  }

  /** TPM2_GetCapability (Part 3, section 30.2). */
  public static byte[] getCapability(int capability, int property, int count) {
    return finish(
        begin(CommandHeader.NO_SESSIONS, CommandCode.GET_CAPABILITY)
            .u32(capability)
            .u32(property)
            .u32(count));
  }

  static CommandWriter begin(int tag, int code) {
    return new CommandWriter().u16(tag).u32(0).u32(code);
  }

  /** The handles, of which the first is authorized, and the authorization. */
  static CommandWriter emptyPassword(int code, int... handles) {
    CommandWriter command = begin(CommandHeader.SESSIONS, code);
    for (int handle : handles) {
      command.u32(handle);
    }
    return command.u32(EMPTY_PASSWORD_SIZE).u32(RS_PW).u16(0).u8(0).u16(0);
  }

  static byte[] finish(CommandWriter command) {
    return command.sizeAt(CommandHeader.SIZE_OFFSET).toByteArray();
  }
}
