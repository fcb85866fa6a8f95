package dev.vmr.tests.tsm;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * A folder of an imitated kernel. A folder that is made in it comes with its files, as in configfs.
 */
final class FileTree {
  final Map<String, FileTree> folders = new ConcurrentSkipListMap<>();
  final Map<String, AttributeFile> files = new ConcurrentSkipListMap<>();
  private final Supplier<FileTree> made;

  /** A folder in which no other can be made. */
  FileTree() {
    this(
        () -> {
          throw new UnsupportedOperationException("no folders can be made here");
        });
  }

  /** A folder in which others can be made. */
  FileTree(Supplier<FileTree> made) {
    this.made = made;
  }

  FileTree make(String name) {
    FileTree folder = made.get();
    folders.put(name, folder);
    return folder;
  }
}
