package dev.vmr.tpm.transport;

import dev.vmr.tpm.Tpm;
import dev.vmr.tpm.command.CommandHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A TPM that writes down what is asked of it. GetRandom is answered with bytes a0, a1, …, any other
 * command with success and nothing else.
 */
final class FakeTpm implements Tpm {
  private static final int GET_RANDOM = 0x17b;

  private final List<String> calls = new ArrayList<>();
  private boolean running;
  private boolean established;
  private int bufferSize = MAX_BUFFER_SIZE;

  static FakeTpm on() {
    FakeTpm tpm = new FakeTpm();
    tpm.running = true;
    return tpm;
  }

  /** What was called since the last time, in order. */
  synchronized List<String> takeCalls() {
    List<String> taken = List.copyOf(calls);
    calls.clear();
    return taken;
  }

  @Override
  public synchronized byte[] execute(byte[] command, int locality) {
    calls.add("execute " + locality + " " + HexFormat.of().formatHex(command));
    if (!running) {
      return CommandHeader.response(CommandHeader.NO_SESSIONS, 0x101);
    }
    ByteBuffer in = ByteBuffer.wrap(command);
    if (command.length == 12 && in.getInt(6) == GET_RANDOM) {
      int count = Short.toUnsignedInt(in.getShort(10));
      ByteBuffer out = ByteBuffer.allocate(12 + count);
      out.putShort((short) 0x8001).putInt(12 + count).putInt(0).putShort((short) count);
      for (int i = 0; i < count; i++) {
        out.put((byte) (0xa0 + i));
      }
      return out.array();
    }
    return CommandHeader.response(CommandHeader.NO_SESSIONS, 0);
  }

  @Override
  public synchronized boolean init() {
    calls.add("init");
    running = true;
    return true;
  }

  @Override
  public synchronized void stop() {
    calls.add("stop");
    running = false;
  }

  @Override
  public synchronized boolean running() {
    return running;
  }

  @Override
  public synchronized boolean established() {
    return established;
  }

  @Override
  public synchronized boolean resetEstablished(int locality) {
    calls.add("resetEstablished " + locality);
    if (locality != 3 && locality != 4) {
      return false;
    }
    established = false;
    return true;
  }

  @Override
  public synchronized void hashStart() {
    calls.add("hashStart");
    established = true;
  }

  @Override
  public synchronized void hashData(byte[] data) {
    calls.add("hashData " + (data.length > 16 ? data.length : HexFormat.of().formatHex(data)));
  }

  @Override
  public synchronized void hashEnd() {
    calls.add("hashEnd");
  }

  @Override
  public synchronized void cancel() {
    calls.add("cancel");
  }

  @Override
  public synchronized int bufferSize() {
    return bufferSize;
  }

  @Override
  public synchronized int setBufferSize(int wanted) {
    bufferSize = Math.max(MIN_BUFFER_SIZE, Math.min(MAX_BUFFER_SIZE, wanted));
    return bufferSize;
  }
}
