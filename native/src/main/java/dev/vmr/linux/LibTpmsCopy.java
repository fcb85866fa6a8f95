package dev.vmr.linux;

import com.sun.jna.NativeLibrary;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The library in the process, once for each TPM: the first is the installed file itself, the others
 * are copies, since the dynamic linker loads one file only once.
 */
final class LibTpmsCopy implements Closeable {
  private static final String NAME = "libtpms.so.0";
  private static final AtomicBoolean INSTALLED_IN_USE = new AtomicBoolean();

  private final NativeLibrary library;
  private final boolean installed;

  private LibTpmsCopy(NativeLibrary library, boolean installed) {
    this.library = library;
    this.installed = installed;
  }

  static boolean present() {
    try {
      return NativeLibrary.getInstance(NAME) != null;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  static LibTpmsCopy load() throws IOException {
    NativeLibrary library;
    try {
      library = NativeLibrary.getInstance(NAME);
    } catch (UnsatisfiedLinkError e) {
      throw new IOException(NAME + " is not installed, or cannot be loaded", e);
    }
    if (INSTALLED_IN_USE.compareAndSet(false, true)) {
      return new LibTpmsCopy(library, true);
    }
    Path copy = Files.createTempFile("libtpms", ".so");
    try {
      Files.write(copy, Files.readAllBytes(installed()));
      return new LibTpmsCopy(NativeLibrary.getInstance(copy.toString()), false);
    } catch (UnsatisfiedLinkError e) {
      throw new IOException("a copy of " + NAME + " cannot be loaded from " + copy.getParent(), e);
    } finally {
      Files.delete(copy); // what is mapped stays
    }
  }

  /** The file that the dynamic linker has found: it is mapped into this process. */
  private static Path installed() throws IOException {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.matches(".* /.*/libtpms\\.so[.0-9]*"))
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .findFirst()
          .orElseThrow(() -> new IOException("where " + NAME + " comes from is unknown"));
    }
  }

  NativeLibrary library() {
    return library;
  }

  @Override
  public void close() {
    if (installed) {
      INSTALLED_IN_USE.set(false);
    } else {
      library.close();
    }
  }
}
