package dev.vmr.tpm.command;

import dev.vmr.register.HashAlgorithm;
import java.util.List;

/**
 * Commands for a TPM in its factory, each authorized by a hierarchy's empty password
 * (docs/manufacture.md).
 */
public final class FactoryCommands {
  private static final int RH_OWNER = 0x4000_0001;
  private static final int RH_ENDORSEMENT = 0x4000_000B;
  private static final int RH_PLATFORM = 0x4000_000C;
  private static final int SHA256 = 0x000B;
  private static final int ALL_PCRS = 0xFF;

  /**
   * TPMA_NV: PPWRITE WRITEDEFINE PPREAD OWNERREAD AUTHREAD NO_DA PLATFORMCREATE (TCG EK Credential
   * Profile, section 2.2.1.4).
   */
  private static final int CERTIFICATE_ATTRIBUTES = 0x4207_2001;

  private FactoryCommands() {}

  /**
   * TPM2_CreatePrimary under the endorsement hierarchy, without a password (Part 3, section 24.1).
   *
   * @param template a TPMT_PUBLIC
   */
  public static byte[] createEndorsementKey(byte[] template) {
    return Commands.finish(
        Commands.emptyPassword(CommandCode.CREATE_PRIMARY, RH_ENDORSEMENT)
            .sized(new byte[4]) // an empty password and no data
            .sized(template)
            .u16(0) // outsideInfo
            .u32(0)); // creationPCR
  }

  /** TPM2_EvictControl by the owner (Part 3, section 28.5). */
  public static byte[] evictControl(int handle, int persistent) {
    return Commands.finish(
        Commands.emptyPassword(CommandCode.EVICT_CONTROL, RH_OWNER, handle).u32(persistent));
  }

  /** TPM2_FlushContext (Part 3, section 28.4). */
  public static byte[] flushContext(int handle) {
    return Commands.finish(
        Commands.begin(CommandHeader.NO_SESSIONS, CommandCode.FLUSH_CONTEXT).u32(handle));
  }

  /** TPM2_NV_DefineSpace by the platform, of an index for a certificate (Part 3, section 31.3). */
  public static byte[] nvDefine(int index, int size) {
    byte[] area =
        new CommandWriter()
            .u32(index)
            .u16(SHA256)
            .u32(CERTIFICATE_ATTRIBUTES)
            .u16(0) // authPolicy
            .u16(size)
            .toByteArray();
    return Commands.finish(
        Commands.emptyPassword(CommandCode.NV_DEFINE_SPACE, RH_PLATFORM).u16(0).sized(area));
  }

  /** TPM2_NV_Write by the platform (Part 3, section 31.7). */
  public static byte[] nvWrite(int index, byte[] data, int offset) {
    return Commands.finish(
        Commands.emptyPassword(CommandCode.NV_WRITE, RH_PLATFORM, index).sized(data).u16(offset));
  }

  /** TPM2_NV_WriteLock by the platform (Part 3, section 31.11). */
  public static byte[] nvWriteLock(int index) {
    return Commands.finish(Commands.emptyPassword(CommandCode.NV_WRITE_LOCK, RH_PLATFORM, index));
  }

  /**
   * TPM2_PCR_Allocate by the platform (Part 3, section 22.5).
   *
   * @param all the banks that the TPM can have
   * @param chosen those that shall have all PCRs; the others get none
   */
  public static byte[] pcrAllocate(List<HashAlgorithm> all, List<HashAlgorithm> chosen) {
    CommandWriter command =
        Commands.emptyPassword(CommandCode.PCR_ALLOCATE, RH_PLATFORM).u32(all.size());
    for (HashAlgorithm bank : all) {
      int select = chosen.contains(bank) ? ALL_PCRS : 0;
      command.u16(bank.tcgId()).u8(3).u8(select).u8(select).u8(select);
    }
    return Commands.finish(command);
  }
}
