package dev.vmr.tpm.endorsement;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.TpmEngine;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.CommandReader;
import dev.vmr.tpm.command.Commands;
import dev.vmr.tpm.command.FactoryCommands;
import dev.vmr.tpm.command.ResponseCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A started TPM that nobody else uses, whose hierarchies all have the empty password. */
final class FactoryTpm {
  private static final int CAP_TPM_PROPERTIES = 6;
  private static final int PT_NV_INDEX_MAX = 0x117;
  private static final int PT_NV_BUFFER_MAX = 0x12C;
  private static final int MAX_PUBLIC = 1024;
  private static final int ATTEMPTS = 5;

  private final TpmEngine engine;

  private FactoryTpm(TpmEngine engine) {
    this.engine = engine;
  }

  /** Gives it power and starts it. */
  static FactoryTpm start(TpmEngine engine) throws IOException {
    if (!engine.init()) {
      throw new IOException("the TPM does not start");
    }
    FactoryTpm tpm = new FactoryTpm(engine);
    tpm.run("Startup", Commands.startup(false));
    return tpm;
  }

  /** Makes a primary key of the endorsement hierarchy, and keeps it under its handle. */
  EndorsementKey createKey(EndorsementTemplate template) throws IOException {
    byte[] created =
        run("CreatePrimary", FactoryCommands.createEndorsementKey(template.publicArea()));
    CommandReader reader = new CommandReader(created, CommandHeader.SIZE, created.length);
    try {
      int handle = reader.i32();
      reader.u32(); // the size of the parameters
      EndorsementKey key = EndorsementKey.of(template, reader.sized(MAX_PUBLIC));
      run("EvictControl", FactoryCommands.evictControl(handle, template.handle()));
      run("FlushContext", FactoryCommands.flushContext(handle));
      return key;
    } catch (CommandException e) {
      throw new IOException("CreatePrimary: the TPM's answer ends too early", e);
    }
  }

  /** How many bytes an NV index can have. */
  int largestIndex() throws IOException {
    return property(PT_NV_INDEX_MAX);
  }

  /** Defines an NV index, writes it and locks it. */
  void writeIndex(int index, byte[] data) throws IOException {
    if (data.length > largestIndex()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%d bytes for NV index 0x%08x, which can have %d",
              data.length,
              index,
              largestIndex()));
    }
    run("NV_DefineSpace", FactoryCommands.nvDefine(index, data.length));
    int most = property(PT_NV_BUFFER_MAX);
    for (int at = 0; at < data.length; at += most) {
      byte[] part = Arrays.copyOfRange(data, at, Math.min(data.length, at + most));
      run("NV_Write", FactoryCommands.nvWrite(index, part, at));
    }
    run("NV_WriteLock", FactoryCommands.nvWriteLock(index));
  }

  /** Leaves PCRs in these banks alone, from the next start on. */
  void allocate(List<HashAlgorithm> banks) throws IOException {
    byte[] response = run("PCR_Allocate", FactoryCommands.pcrAllocate(engine.banks(), banks));
    CommandReader reader = new CommandReader(response, CommandHeader.SIZE, response.length);
    try {
      reader.u32(); // the size of the parameters
      if (!reader.yesNo()) {
        throw new IOException("PCR_Allocate: the TPM has no room for these banks");
      }
    } catch (CommandException e) {
      throw new IOException("PCR_Allocate: the TPM's answer ends too early", e);
    }
  }

  /** Shuts it down as before power goes. */
  void shutdown() throws IOException {
    run("Shutdown", Commands.shutdown());
    engine.stop();
  }

  /** A fixed property (Part 2, section 6.13). */
  int property(int property) throws IOException {
    byte[] response = run("GetCapability", Commands.getCapability(CAP_TPM_PROPERTIES, property, 1));
    CommandReader reader = new CommandReader(response, CommandHeader.SIZE, response.length);
    try {
      reader.u8(); // moreData
      if (reader.u32() == CAP_TPM_PROPERTIES && reader.u32() == 1 && reader.i32() == property) {
        return reader.i32();
      }
    } catch (CommandException e) {
      throw new IOException("GetCapability: the TPM's answer ends too early", e);
    }
    throw new IOException(String.format(Locale.ROOT, "the TPM has no property 0x%x", property));
  }

  /** The response, with response code 0. */
  private byte[] run(String name, byte[] command) throws IOException {
    byte[] response = engine.execute(command, 0);
    int code = CommandHeader.responseCode(response);
    for (int i = 1; i < ATTEMPTS && code == ResponseCode.RETRY; i++) {
      response = engine.execute(command, 0);
      code = CommandHeader.responseCode(response);
    }
    if (code != ResponseCode.SUCCESS) {
      throw new IOException(String.format(Locale.ROOT, "%s: TPM_RC 0x%03x", name, code));
    }
    return response;
  }
}
