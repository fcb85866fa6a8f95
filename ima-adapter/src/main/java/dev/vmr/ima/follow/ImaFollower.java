package dev.vmr.ima.follow;

import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.follow.FollowStatus.State;
import dev.vmr.mux.Multiplexer;
import dev.vmr.mux.RefusedException;
import dev.vmr.mux.StoppedException;
import dev.vmr.record.Define;
import dev.vmr.record.InitialValue;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.VirtualRegister;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A thread that extends a register by each new entry of a live list (docs/ima.md, section 9). */
public final class ImaFollower implements Closeable {
  private static final long SHORTEST_PAUSE_MILLIS = 2;
  private static final long RETRY_MILLIS = 250;

  /** The list is looked at so often even if its count has not changed. */
  private static final long UNPROMPTED_MILLIS = 1000;

  private final FollowConfig config;
  private final Multiplexer multiplexer;
  private final ListFiles files;
  private final ListCursor cursor;
  private final Consumer<String> failure;
  private final Lag lag = new Lag();
  private final Thread thread = new Thread(this::run, "ima-follower");

  /** Released to end a pause; the thread is never interrupted, which would close the log. */
  private final Semaphore end = new Semaphore(0);

  private volatile boolean closing;
  private volatile State state = State.FOLLOWING;
  private volatile String reason = "";
  private long lastLookNanos;
  private boolean looked;
  private boolean found;
  private long extensions;
  private boolean more;

  private ImaFollower(FollowConfig config, Multiplexer multiplexer, Consumer<String> failure) {
    this.config = config;
    this.multiplexer = multiplexer;
    this.failure = failure;
    this.files = new ListFiles(config.list());
    this.cursor = new ListCursor(config, files);
  }

  /**
   * Defines the register if it is not there, finds the place in the list that it stands at, and
   * starts to follow.
   *
   * @param failure told once, for people, when the follower gives up
   * @throws IOException when the list cannot be read, or the register is not the follower's: then
   *     nothing runs
   */
  public static ImaFollower start(
      FollowConfig config, Multiplexer multiplexer, Consumer<String> failure) throws IOException {
    ImaFollower follower = new ImaFollower(config, multiplexer, failure);
    try {
      follower.define();
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
  private void findFirst() throws FollowException, ImaFormatException, IOException {
    try {
      files.open();
      find();
    } catch (NoSuchFileException e) {
      throw new IOException("there is no list " + config.list(), e);
    } catch (AccessDeniedException e) {
      throw new IOException("no permission to read " + config.list(), e);
    } catch (IOException e) {
      set(State.WAITING, config.list() + ": " + e.getMessage());
    }
  }

  private void find() throws FollowException, ImaFormatException, IOException {
    VirtualRegister register = register();
    cursor.find(multiplexer, register);
    extensions = register.extensions();
    found = true;
  }

  private void define() throws FollowException, RefusedException, IOException {
    Define wanted = new Define(config.register(), config.banks(), null, InitialValue.ZEROS, false);
    Optional<VirtualRegister> known = multiplexer.registers().find(config.register());
    if (known.isEmpty()) {
      multiplexer.submit(wanted);
      return;
    }
    Integer pcr = known.get().definition().map(Define::pcr).orElse(null);
    if (pcr != null) {
      throw new FollowException(
          config.register()
              + " is PCR "
              + pcr
              + " of a TPM in the log: whoever has the TPM"
              + " extends it, and the follower cannot do so too");
    }
    if (!known.get().definition().equals(Optional.of(wanted))) {
      throw new FollowException(
          config.register() + " is in the log already, and not with the follower's banks");
    }
  }

  private VirtualRegister register() {
    return multiplexer
        .registers()
        .find(config.register())
        .orElseThrow(() -> new IllegalStateException(config.register() + " has gone"));
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
        state, register().extensions(), lag.behind(), lag.millis(), lag.longestMillis(), reason);
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
          set(State.WAITING, config.list() + ": " + e.getMessage());
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
    failure.accept(config.list() + ": not followed any more: " + text);
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
    count.ifPresent(listed -> lag.noticed(Math.max(0, listed - cursor.followedOfCurrent()), more));
    lastLookNanos = now;
    looked = true;
    return true;
  }

  /**
   * Follows what is new.
   *
   * @return whether there was anything
   */
  private boolean look() throws FollowException, ImaFormatException, RefusedException, IOException {
    if (!isWorthALook()) {
      return false;
    }
    List<ListCursor.Step> steps = found ? cursor.next() : null;
    if (steps == null) {
      find();
      steps = Objects.requireNonNullElse(cursor.next(), List.of());
    }
    if (lag.behind() < steps.size()) {
      lag.noticed(steps.size(), more);
    }
    more = ListCursor.isFull(steps);
    for (ListCursor.Step step : steps) {
      if (closing) {
        return true;
      }
      @Nullable NewEntry entry = step.entry();
      if (entry != null) {
        extend(entry);
      }
      cursor.advance(step);
      lag.followed();
    }
    if (steps.isEmpty()) {
      lag.none();
    }
    return !steps.isEmpty();
  }

  private void extend(NewEntry entry) throws FollowException, RefusedException, IOException {
    if (register().extensions() == extensions) {
      multiplexer.submit(entry.record(config.register()));
      extensions++;
    }
    if (register().extensions() != extensions) {
      throw new FollowException("somebody else extends " + config.register() + " too");
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
