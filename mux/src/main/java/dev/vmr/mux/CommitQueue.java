package dev.vmr.mux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Lets many callers share commits: whoever finds the lock free commits for all that wait.
 *
 * <p>A lone caller so pays no hand-over between threads, and many callers share one write. The
 * price is that a caller works for others; he stops as soon as he is answered himself and wakes one
 * who waits.
 */
final class CommitQueue {
  private static final int MAX_BATCH = 256;

  private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Consumer<List<Pending>> commit;

  /**
   * A queue.
   *
   * @param commit answers every pending record it is given; called by one thread at a time
   */
  CommitQueue(Consumer<List<Pending>> commit) {
    this.commit = commit;
  }

  /** Returns when {@code own} has been answered. An interrupt is kept for later. */
  void submit(Pending own) {
    queue.add(own);
    boolean interrupted = false;
    while (!own.answered()) {
      if (lock.tryLock()) {
        try {
          while (!own.answered()) {
            commit.accept(drain());
          }
        } finally {
          lock.unlock();
        }
        wakeNext();
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Something to be done while no commit runs. */
  interface Exclusive<T> {
    T run() throws IOException;
  }

  /** Runs {@code action} while no commit runs. */
  <T> T exclusively(Exclusive<T> action) throws IOException {
    lock.lock();
    try {
      return action.run();
    } finally {
      lock.unlock();
      wakeNext();
    }
  }

  /** Takes up to {@link #MAX_BATCH} records; one that stands alone comes alone. */
  private List<Pending> drain() {
    List<Pending> batch = new ArrayList<>();
    while (batch.size() < MAX_BATCH) {
      Pending head = queue.peek();
      if (head == null || (head.standsAlone() && !batch.isEmpty())) {
        return batch;
      }
      batch.add(queue.remove());
      if (head.standsAlone()) {
        return batch;
      }
    }
    return batch;
  }

  private void wakeNext() {
    Pending next = queue.peek();
    if (next != null) {
      next.wake();
    }
  }
}
