package dev.vmr.ima.follow;

import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.follow.FollowStatus.State;
import dev.vmr.mux.Multiplexer;
import dev.vmr.mux.RefusedException;
import dev.vmr.mux.StoppedException;
import dev.vmr.register.RegisterName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A thread that extends a register by each new entry of a live list (docs/ima.md, section 9). */
public final class ImaFollower implements Closeable {
  private static final long SHORTEST_PAUSE_MILLIS = 2;
  private static final long RETRY_MILLIS = 250;

  /** The list is looked at so often even if its count has not changed. */
  private static final long UNPROMPTED_MILLIS = 1000;

  private final FollowConfig config;
  private final FollowedRegister register;
  private final ListFiles files;
  private final ListCursor cursor;
  private final Consumer<String> warning;
  private final Lag lag = new Lag();
  private final Thread thread = new Thread(this::run, "ima-follower");

  /** Released to end a pause; the thread is never interrupted, which would close the log. */
  private final Semaphore end = new Semaphore(0);

  private volatile boolean closing;
  private volatile State state = State.FOLLOWING;
  private volatile String reason = "";
  private final AtomicLong gaps = new AtomicLong();
  private long lastLookNanos;
  private boolean looked;
  private boolean found;

  private ImaFollower(FollowConfig config, Multiplexer multiplexer, Consumer<String> warning) {
    this.config = config;
    this.register = new FollowedRegister(config, multiplexer);
    this.warning = warning;
    this.files = new ListFiles(config.list());
    this.cursor = new ListCursor(config, files);
  }

  /**
   * Defines the register if it is not there, finds the place in the list that it stands at, and
   * starts to follow.
   *
   * @param warning told, for people, when entries may be missing, and when the follower gives up
   * @throws IOException when the list cannot be read, or the register is not the follower's: then
   *     nothing runs
   */
  public static ImaFollower start(
      FollowConfig config, Multiplexer multiplexer, Consumer<String> warning) throws IOException {
    ImaFollower follower = new ImaFollower(config, multiplexer, warning);
    try {
      follower.register.define();
      follower.findFirst();
    } catch (FollowException | ImaFormatException e) {
      throw new IOException(config.list() + ": " + e.getMessage(), e);
    } catch (RefusedException e) {
      throw new IOException(e.getMessage(), e);
    }
    follower.thread.setDaemon(true);
    follower.thread.start();
    return follower;
  }

  /** A list that is not there is a mistake; one that a writer has just now (EBUSY) is not. */
  private void findFirst()
      throws FollowException, ImaFormatException, RefusedException, IOException {
    try (ListFiles.Hold hold = files.hold()) {
      find(hold);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no list " + config.list(), e);
    } catch (AccessDeniedException e) {
      throw new IOException("no permission to read " + config.list(), e);
    } catch (IOException e) {
      set(State.WAITING, config.list() + ": " + reasonOf(e));
    }
  }

  private void find(ListFiles.Hold hold)
      throws FollowException, ImaFormatException, RefusedException, IOException {
    boolean gap = cursor.find(register, hold);
    if (gap) {
      register.gap();
      gaps.incrementAndGet();
      warning.accept(
          config.list()
              + ": entries may be missing in "
              + config.register()
              + " after the first "
              + register.now().extensions()
              + ": they could be deleted from the list before they were followed");
    }
    register.found();
    found = true;
  }

  private static String reasonOf(IOException e) {
    boolean file = e instanceof FileSystemException known && known.getReason() != null;
    return String.valueOf(file ? ((FileSystemException) e).getReason() : e.getMessage());
  }

  /** The register that nobody else may extend. */
  public RegisterName registerName() {
    return config.register();
  }

  /** What is followed. */
  public FollowConfig config() {
    return config;
  }

  /** How things stand. */
  public FollowStatus status() {
    return new FollowStatus(
        state,
        register.now().extensions(),
        lag.behind(),
        lag.millis(),
        lag.longestMillis(),
        gaps.get(),
        reason);
  }

  private void run() {
    long pause = SHORTEST_PAUSE_MILLIS;
    try {
      while (!closing) {
        boolean progress = false;
        try {
          progress = look();
          set(State.FOLLOWING, "");
        } catch (StoppedException e) {
          throw new FollowException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
          // A writer has the list (EBUSY), the disk is full: it may pass.
          set(State.WAITING, config.list() + ": " + reasonOf(e));
          looked = false;
          pause = RETRY_MILLIS;
        }
        if (progress) {
          pause = SHORTEST_PAUSE_MILLIS;
        } else {
          if (end.tryAcquire(Math.min(pause, config.pollMillis()), TimeUnit.MILLISECONDS)) {
            return;
          }
          pause = Math.min(2 * pause, config.pollMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (FollowException | ImaFormatException | RefusedException e) {
      fail(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      fail("unexpected: " + e);
      throw e;
    }
  }

  private void fail(String text) {
    set(State.FAILED, text);
    warning.accept(config.list() + ": not followed any more: " + text);
  }

  private void set(State now, String why) {
    reason = why;
    state = now;
  }

  /** Whether the count says that there is something new, or it is time to look all the same. */
  private boolean isWorthALook() {
    OptionalLong count = files.count();
    long now = System.nanoTime();
    boolean due = now - lastLookNanos > TimeUnit.MILLISECONDS.toNanos(UNPROMPTED_MILLIS);
    if (looked && !due && count.isPresent() && count.getAsLong() == cursor.followedOfCurrent()) {
      return false;
    }
    count.ifPresent(listed -> lag.noticed(Math.max(0, listed - cursor.followedOfCurrent())));
    lastLookNanos = now;
    looked = true;
    return true;
  }

  /**
   * Follows all that is new. The list is held meanwhile: what was not followed yet cannot be
   * deleted.
   *
   * @return whether there was anything
   */
  private boolean look() throws FollowException, ImaFormatException, RefusedException, IOException {
    if (!isWorthALook()) {
      return false;
    }
    boolean progress = false;
    try (ListFiles.Hold hold = files.hold()) {
      List<ListCursor.Step> steps = next(hold);
      while (!steps.isEmpty() && !closing) {
        follow(steps);
        progress = true;
        steps = next(hold);
      }
      if (steps.isEmpty()) {
        lag.none();
      }
    } finally {
      cursor.release();
    }
    return progress;
  }

  private List<ListCursor.Step> next(ListFiles.Hold hold)
      throws FollowException, ImaFormatException, RefusedException, IOException {
    List<ListCursor.Step> steps = found ? cursor.next() : null;
    if (steps == null) {
      find(hold);
      steps = Objects.requireNonNullElse(cursor.next(), List.of());
    }
    if (lag.behind() < steps.size()) {
      lag.noticed(steps.size());
    }
    set(State.FOLLOWING, "");
    return steps;
  }

  private void follow(List<ListCursor.Step> steps)
      throws FollowException, RefusedException, IOException {
    for (ListCursor.Step step : steps) {
      if (closing) {
        return;
      }
      @Nullable NewEntry entry = step.entry();
      if (entry != null) {
        register.extend(entry);
      }
      cursor.advance(step);
      lag.followed();
    }
  }

  @Override
  public void close() {
    closing = true;
    end.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
