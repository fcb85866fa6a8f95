package dev.vmr.platform.tsmmr;

import dev.vmr.linux.SystemCallException;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * What the kernel does behind register files and configfs-tsm, on ordinary files: a write extends,
 * and errors come when a test wants them.
 */
final class ImitatedKernel implements AttributeFiles {
  private static final int EINVAL = 22;

  /** What the next calls fail with, 0 being no failure; "before" the call has done anything. */
  final Deque<Integer> failures = new ArrayDeque<>();

  /** How many bytes the next read gives, if it is not all. */
  final Deque<Integer> shortReads = new ArrayDeque<>();

  /** How often somebody else has written to the report between our write and our read. */
  int rivals;

  /** Every call, such as {@code write rtmr3:sha384 48}. */
  final List<String> calls = new ArrayList<>();

  private byte[] inblob = new byte[0];
  private int generation;
  byte[] provided = "a quote over ".getBytes(StandardCharsets.US_ASCII);

  private void call(String what, Path file) throws SystemCallException {
    calls.add(what + " " + file.getFileName());
    Integer failure = failures.poll();
    if (failure != null && failure != 0) {
      throw new SystemCallException(what + " " + file + ": error " + failure, failure);
    }
  }

  @Override
  public byte[] readOnce(Path file, int limit) throws IOException {
    call("read", file);
    if (file.endsWith("generation")) {
      return (generation + "\n").getBytes(StandardCharsets.US_ASCII);
    }
    byte[] all = Files.readAllBytes(file);
    Integer shorter = shortReads.poll();
    return Arrays.copyOf(all, Math.min(limit, shorter == null ? all.length : shorter));
  }

  @Override
  public byte[] readAll(Path file, int limit) throws IOException {
    if (rivals > 0) {
      rivals--;
      generation++;
      inblob = new byte[64];
    }
    call("read", file);
    byte[] quote = Arrays.copyOf(provided, provided.length + inblob.length);
    System.arraycopy(inblob, 0, quote, provided.length, inblob.length);
    return quote;
  }

  @Override
  public void writeOnce(Path file, byte[] data) throws IOException {
    call("write", file);
    if (file.endsWith("inblob")) {
      inblob = data.clone();
      generation++;
      return;
    }
    byte[] old = Files.readAllBytes(file);
    if (data.length != old.length) {
      throw new SystemCallException("write " + file + ": Invalid argument", EINVAL);
    }
    HashAlgorithm algorithm =
        HashAlgorithm.ofKernelName(file.toString().replaceAll(".*:", "")).orElseThrow();
    RegisterBank bank = new RegisterBank(Digest.of(algorithm, old));
    Files.write(file, bank.extendedBy(Digest.of(algorithm, data)).value().toByteArray());
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    Files.createDirectory(folder);
  }

  @Override
  public void removeFolder(Path folder) throws IOException {
    Files.delete(folder);
  }
}
