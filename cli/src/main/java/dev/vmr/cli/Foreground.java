package dev.vmr.cli;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** A process that runs until SIGTERM, SIGINT, or until it is told to end. */
final class Foreground {
  private final CountDownLatch end = new CountDownLatch(1);

  /** Ends it. */
  void end() {
    end.countDown();
  }

  /** Waits, then closes. A signal ends the process with exit code 0 once all is closed. */
  int await(Closeable running) {
    Thread hook =
        new Thread(
            () -> {
              try {
                running.close();
              } catch (IOException e) {
                System.err.println("vmr: " + e.getMessage());
              }
              Runtime.getRuntime().halt(ExitCode.OK);
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK; // leaving runs the hook
  }
}
