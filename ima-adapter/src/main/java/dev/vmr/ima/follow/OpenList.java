package dev.vmr.ima.follow;

import dev.vmr.ima.BinaryImaReader;
import dev.vmr.ima.ImaEntry;
import dev.vmr.ima.ImaFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One file of a list, open at a place. The kernel deletes and moves nothing while it is. */
final class OpenList implements AutoCloseable {
  private final FileChannel channel;
  private final BinaryImaReader reader;
  private final long began;
  private final long entriesBefore;
  private @Nullable ListPosition position;

  private OpenList(FileChannel channel, BinaryImaReader reader, @Nullable ListPosition position) {
    this.channel = channel;
    this.reader = reader;
    this.position = position;
    this.began = position == null ? 0 : position.offset();
    this.entriesBefore = position == null ? 0 : position.entries();
  }

  /** Opens a file at its beginning. */
  static OpenList first(Path file) throws IOException, ImaFormatException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new OpenList(channel, BinaryImaReader.open(stream(channel)), null);
    } catch (IOException | ImaFormatException e) {
      channel.close();
      throw e;
    }
  }

  /** Opens a file at a place; null when what was before the place is not there. */
  static @Nullable OpenList at(Path file, ListPosition place) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      // A seek, not a size: a list of the kernel has none.
      channel.position(place.tailOffset());
      ByteBuffer before = ByteBuffer.allocate(place.tailLength());
      while (before.hasRemaining() && channel.read(before) >= 0) {}
      if (before.hasRemaining() || !place.hasTail(before.flip())) {
        channel.close();
        return null;
      }
      return new OpenList(channel, BinaryImaReader.resume(stream(channel), place.form()), place);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static InputStream stream(FileChannel channel) {
    return Channels.newInputStream(channel);
  }

  /** The next entry, or null at the end. */
  @Nullable ImaEntry next() throws ImaFormatException, IOException {
    ImaEntry entry = reader.next();
    if (entry != null) {
      position =
          ListPosition.behind(
              position,
              entry,
              reader.form(),
              began + reader.offset(),
              entriesBefore + entry.number());
    }
    return entry;
  }

  /** The place behind the last entry; null at the beginning. */
  @Nullable ListPosition position() {
    return position;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
