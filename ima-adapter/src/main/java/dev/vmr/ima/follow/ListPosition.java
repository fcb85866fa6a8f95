package dev.vmr.ima.follow;

import dev.vmr.ima.BinaryImaReader;
import dev.vmr.ima.ImaEntry;
import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.ImaListForm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list behind an entry. The entry is kept, so that it can be told later whether the
 * place still is behind it: a list that is staged or made anew has something else there.
 */
final class ListPosition {
  private final ImaListForm form;
  private final byte[] last;
  private final long lastOffset;
  private final long entries;

  /**
   * A place.
   *
   * @param last the bytes of the entry before it
   * @param lastOffset where that begins
   * @param entries how many entries of the file are before the place
   */
  private ListPosition(ImaListForm form, byte[] last, long lastOffset, long entries) {
    this.form = form;
    this.last = last;
    this.lastOffset = lastOffset;
    this.entries = entries;
  }

  /** Behind the entry that {@code reader} has just given. */
  static ListPosition behind(
      ImaEntry entry, BinaryImaReader reader, long readerBegan, long entriesBefore) {
    byte[] bytes = entry.toBytes();
    long end = readerBegan + reader.offset();
    return new ListPosition(
        reader.form(), bytes, end - bytes.length, entriesBefore + entry.number());
  }

  /** How many entries of the file are before this place, whichever PCR they are of. */
  long entries() {
    return entries;
  }

  /** The offset of this place. */
  long offset() {
    return lastOffset + last.length;
  }

  /** A file that is open at a place. */
  record Opened(FileChannel channel, BinaryImaReader reader, long began, long entriesBefore)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Opens a list at its beginning. */
  static Opened openFirst(Path list) throws IOException, ImaFormatException {
    FileChannel channel = FileChannel.open(list, StandardOpenOption.READ);
    try {
      return new Opened(channel, BinaryImaReader.open(stream(channel)), 0, 0);
    } catch (IOException | ImaFormatException e) {
      channel.close();
      throw e;
    }
  }

  /** Opens a list here; null when the entry before this place is not the one that was. */
  @Nullable Opened open(Path list) throws IOException {
    FileChannel channel = FileChannel.open(list, StandardOpenOption.READ);
    try {
      // A seek, not a size: a list of the kernel has none.
      channel.position(lastOffset);
      ByteBuffer before = ByteBuffer.allocate(last.length);
      while (before.hasRemaining() && channel.read(before) >= 0) {}
      if (before.hasRemaining() || !before.flip().equals(ByteBuffer.wrap(last))) {
        channel.close();
        return null;
      }
      BinaryImaReader reader = BinaryImaReader.resume(stream(channel), form);
      return new Opened(channel, reader, offset(), entries);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static InputStream stream(FileChannel channel) {
    return Channels.newInputStream(channel);
  }
}
