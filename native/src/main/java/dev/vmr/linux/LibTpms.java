package dev.vmr.linux;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.ByteByReference;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * libtpms (tpm_library(3)), with a TPM 2.0 chosen. The library keeps everything in global
 * variables, so each object of this class has a copy of the library of its own.
 *
 * <p>Results are TPM_RESULT codes, 0 for success. Not safe for several threads, but for {@link
 * #cancel}; callbacks come on the thread that calls.
 */
public final class LibTpms implements Closeable {
  /** TPM_SUCCESS. */
  public static final int SUCCESS = 0;

  /** TPM_FAIL. */
  public static final int FAIL = 9;

  /** TPM_RETRY: there is no such state yet. */
  public static final int RETRY = 0x800;

  private static final int TPM_2 = 1;

  private final LibTpmsCopy copy;
  private final Function process;
  private final Pointer cancel;
  private final LibTpmsCallbacks callbacks;

  /** The response buffer, its fill and its capacity, as TPMLIB_Process keeps them. */
  private final Memory response = new Memory(16);

  private final Object[] arguments;
  private Memory command = new Memory(4096);

  private LibTpms(LibTpmsCopy copy, LibTpmsHost host) {
    this.copy = copy;
    this.callbacks = new LibTpmsCallbacks(host);
    this.process = library().getFunction("TPMLIB_Process");
    this.cancel = library().getFunction("TPMLIB_CancelCommand");
    response.clear();
    arguments = new Object[] {response, response.share(8), response.share(12), command, 0};
  }

  /** Whether the library is on this machine. */
  public static boolean present() {
    return LibTpmsCopy.present();
  }

  /**
   * Loads a copy of the library.
   *
   * @param host what the TPM asks for; called only while a method of this object runs
   * @throws IOException when the library is not there or does not want a TPM 2.0
   */
  public static LibTpms open(LibTpmsHost host) throws IOException {
    LibTpms tpm = new LibTpms(LibTpmsCopy.load(), host);
    int result = tpm.call("TPMLIB_ChooseTPMVersion", TPM_2);
    if (result == SUCCESS) {
      result = tpm.call("TPMLIB_RegisterCallbacks", tpm.callbacks.structure());
    }
    if (result != SUCCESS) {
      tpm.close();
      throw new IOException("libtpms makes no TPM 2.0: result 0x" + Integer.toHexString(result));
    }
    return tpm;
  }

  private NativeLibrary library() {
    return copy.library();
  }

  private int call(String function, Object... arguments) {
    return library().getFunction(function).invokeInt(arguments);
  }

  /** The version, such as {@code 0.9.2}. */
  public String version() {
    int version = call("TPMLIB_GetVersion");
    return (version >> 16) + "." + (version >> 8 & 0xFF) + "." + (version & 0xFF);
  }

  /**
   * TPMLIB_GetInfo: what the library says about its TPM, in JSON.
   *
   * @param flags 1 specification, 2 attributes, 4 features, and more in later versions
   */
  public String information(int flags) {
    Pointer text = library().getFunction("TPMLIB_GetInfo").invokePointer(new Object[] {flags});
    if (text == null) {
      return "{}";
    }
    String information = text.getString(0, StandardCharsets.US_ASCII.name());
    callbacks.free(text);
    return information;
  }

  /** TPMLIB_MainInit: _TPM_Init, with the states that the host loads. */
  public int mainInit() {
    return call("TPMLIB_MainInit");
  }

  /** TPMLIB_Terminate: power off. */
  public void terminate() {
    library().getFunction("TPMLIB_Terminate").invokeVoid(new Object[0]);
  }

  /**
   * TPMLIB_Process; only after a {@link #mainInit} that succeeded.
   *
   * @return the response, empty when there is none
   */
  public byte[] process(byte[] bytes) {
    if (command.size() < bytes.length) {
      command = new Memory(bytes.length);
      arguments[3] = command;
    }
    command.write(0, bytes, 0, bytes.length);
    arguments[4] = bytes.length;
    int result = process.invokeInt(arguments);
    Pointer buffer = response.getPointer(0);
    int size = response.getInt(8);
    return result != SUCCESS || buffer == null || size <= 0
        ? new byte[0]
        : buffer.getByteArray(0, size);
  }

  /** Asks the command that runs now to end early. May be called while another thread is inside. */
  public void cancel() {
    ((Function) cancel).invokeInt(new Object[0]);
  }

  /**
   * TPMLIB_GetState, only while the TPM has power.
   *
   * @return the state, empty when there is none of that kind
   * @throws IOException when the library does not give it
   */
  public byte[] state(LibTpmsState kind) throws IOException {
    PointerByReference buffer = new PointerByReference();
    IntByReference size = new IntByReference();
    int result = call("TPMLIB_GetState", kind.type(), buffer, size);
    Pointer data = buffer.getValue();
    if (result != SUCCESS) {
      throw new IOException("libtpms gives no state: result 0x" + Integer.toHexString(result));
    }
    byte[] state = data == null ? new byte[0] : data.getByteArray(0, size.getValue());
    callbacks.free(data);
    return state;
  }

  /**
   * TPMLIB_SetState, only while the TPM has no power; permanent before volatile.
   *
   * @return 0 when the library can read the state and has taken it
   */
  public int setState(LibTpmsState kind, byte[] state) {
    return call("TPMLIB_SetState", kind.type(), state, state.length);
  }

  /**
   * TPMLIB_SetBufferSize, only while the TPM has no power.
   *
   * @return the size that is then in force
   */
  public int setBufferSize(int wanted) {
    return call("TPMLIB_SetBufferSize", wanted, new IntByReference(), new IntByReference());
  }

  /** TPM_IO_Hash_Start. */
  public int hashStart() {
    return call("TPM_IO_Hash_Start");
  }

  /** TPM_IO_Hash_Data. */
  public int hashData(byte[] data) {
    return call("TPM_IO_Hash_Data", data, data.length);
  }

  /** TPM_IO_Hash_End. */
  public int hashEnd() {
    return call("TPM_IO_Hash_End");
  }

  /** TPM_IO_TpmEstablished_Get. */
  public boolean established() {
    ByteByReference bit = new ByteByReference();
    return call("TPM_IO_TpmEstablished_Get", bit) == SUCCESS && bit.getValue() != 0;
  }

  /** TPM_IO_TpmEstablished_Reset, at the locality that the host gives. */
  public int resetEstablished() {
    return call("TPM_IO_TpmEstablished_Reset");
  }

  /** Ends the TPM and gives back what it held. */
  @Override
  public void close() {
    terminate();
    callbacks.free(response.getPointer(0));
    response.clear();
    Arrays.fill(arguments, null);
    copy.close();
  }
}
