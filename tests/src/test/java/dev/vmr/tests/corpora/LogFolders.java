package dev.vmr.tests.corpora;

import java.nio.file.Path;

/** Folders of logs that others made, for tests of other packages. */
public final class LogFolders {
  private LogFolders() {}

  /** Logs of the firmware of real machines; the test is skipped when there are none. */
  public static Path firmware() {
    return Corpora.folder("tcg2-log");
  }
}
