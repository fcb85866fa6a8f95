package dev.vmr.tests.tsm;

import dev.vmr.tests.tsm.AttributeFile.CallFailure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers the kernel's requests about one {@link FileTree} (linux/fuse.h, version 7.31). */
@SuppressWarnings("ByteBufferBackingArray") // all of them are allocated in buffer()
final class FuseRequests {
  private static final int HEADER = 40;
  private static final int ANSWER_HEADER = 16;
  private static final int ENOENT = 2;
  private static final int ENOSYS = 38;
  private static final int EPERM = 1;
  private static final int DIRECT_IO = 1;
  private static final int FOLDER = 0040000;
  private static final int FILE = 0100000;
  private static final int MAX_ENTRY = 512;

  /** Folders and files by their number, less one; those that are gone keep theirs. */
  private final List<Object> nodes = new ArrayList<>();

  FuseRequests(FileTree root) {
    nodes.add(root);
  }

  /** The answer to a request; empty when none is wanted. */
  byte[] answer(ByteBuffer in) {
    int code = in.getInt(4);
    long unique = in.getLong(8);
    long node = in.getLong(16);
    in.position(HEADER);
    if (code == 2 || code == 36 || code == 42) { // FORGET, INTERRUPT, BATCH_FORGET
      return new byte[0];
    }
    byte[] body = new byte[0];
    int errno = 0;
    try {
      body = body(code, node, in);
    } catch (CallFailure e) {
      errno = e.errno;
    }
    ByteBuffer out = buffer(ANSWER_HEADER + body.length);
    return out.putInt(out.capacity()).putInt(-errno).putLong(unique).put(body).array();
  }

  private byte[] body(int code, long node, ByteBuffer in) throws CallFailure {
    return switch (code) {
      case 1 -> entry(child(folder(node), name(in)));
      case 3, 4 -> attributes(node); // GETATTR, SETATTR: nothing is changed
      case 9 -> make(node, in);
      case 11 -> remove(node, name(in));
      case 14, 27 -> buffer(16).putInt(8, DIRECT_IO).array(); // OPEN, OPENDIR
      case 15 -> read(node, in);
      case 16 -> write(node, in);
      case 17 -> new byte[80]; // STATFS
      case 18, 25, 29, 38 -> new byte[0]; // RELEASE, FLUSH, RELEASEDIR, DESTROY
      case 26 -> // INIT
          buffer(64).putInt(7).putInt(31).putInt(0).putInt(0).putInt(0).putInt(1 << 16).array();
      case 28 -> list(node, in.getLong(HEADER + 8));
      default -> throw new CallFailure(ENOSYS);
    };
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
  }

  private static String name(ByteBuffer in) {
    StringBuilder name = new StringBuilder();
    for (byte b = in.get(); b != 0; b = in.get()) {
      name.append((char) b);
    }
    return name.toString();
  }

  private FileTree folder(long node) throws CallFailure {
    if (nodes.get((int) node - 1) instanceof FileTree folder) {
      return folder;
    }
    throw new CallFailure(ENOENT);
  }

  private AttributeFile file(long node) throws CallFailure {
    if (nodes.get((int) node - 1) instanceof AttributeFile file) {
      return file;
    }
    throw new CallFailure(ENOENT);
  }

  private static Object child(FileTree folder, String name) throws CallFailure {
    Object child = folder.folders.get(name);
    child = child == null ? folder.files.get(name) : child;
    if (child == null) {
      throw new CallFailure(ENOENT);
    }
    return child;
  }

  private byte[] make(long node, ByteBuffer in) throws CallFailure {
    in.position(HEADER + 8);
    try {
      return entry(folder(node).make(name(in)));
    } catch (UnsupportedOperationException e) {
      throw new CallFailure(EPERM);
    }
  }

  private byte[] remove(long node, String name) throws CallFailure {
    if (folder(node).folders.remove(name) == null) {
      throw new CallFailure(ENOENT);
    }
    return new byte[0];
  }

  private long number(Object node) {
    int at = nodes.indexOf(node);
    if (at < 0) {
      nodes.add(node);
      at = nodes.size() - 1;
    }
    return at + 1L;
  }

  /** What it is is valid for no time, so that the kernel asks again each time. */
  private byte[] entry(Object node) {
    return buffer(128).putLong(number(node)).put(40, attribute(node)).array();
  }

  private byte[] attributes(long node) {
    return buffer(104).put(16, attribute(nodes.get((int) node - 1))).array();
  }

  private byte[] attribute(Object node) {
    AttributeFile file = node instanceof AttributeFile found ? found : null;
    ByteBuffer out = buffer(88).putLong(0, number(node));
    out.putLong(8, file == null ? 0 : file.size());
    out.putInt(60, file == null ? FOLDER | 0755 : FILE | file.mode());
    return out.putInt(64, 1).putInt(80, 4096).array();
  }

  private byte[] read(long node, ByteBuffer in) throws CallFailure {
    byte[] content = file(node).read();
    int from = (int) Math.min(in.getLong(HEADER + 8), content.length);
    int to = Math.min(content.length, from + in.getInt(HEADER + 16));
    return java.util.Arrays.copyOfRange(content, from, to);
  }

  private byte[] write(long node, ByteBuffer in) throws CallFailure {
    byte[] data = new byte[in.getInt(HEADER + 16)];
    in.get(HEADER + 40, data);
    if (in.getLong(HEADER + 8) != 0) {
      throw new CallFailure(CallFailure.EINVAL);
    }
    file(node).write(data);
    return buffer(8).putInt(data.length).array();
  }

  /** All of a folder at once; nothing more behind it. */
  private byte[] list(long node, long offset) throws CallFailure {
    FileTree folder = folder(node);
    ByteBuffer out = buffer(MAX_ENTRY * (folder.folders.size() + folder.files.size()));
    if (offset == 0) {
      for (Map.Entry<String, FileTree> each : folder.folders.entrySet()) {
        put(out, each.getKey(), number(each.getValue()), FOLDER);
      }
      for (Map.Entry<String, AttributeFile> each : folder.files.entrySet()) {
        put(out, each.getKey(), number(each.getValue()), FILE);
      }
    }
    return java.util.Arrays.copyOf(out.array(), out.position());
  }

  private static void put(ByteBuffer out, String name, long number, int type) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    out.putLong(number).putLong(Long.MAX_VALUE).putInt(bytes.length).putInt(type >> 12).put(bytes);
    out.position((out.position() + 7) / 8 * 8);
  }
}
