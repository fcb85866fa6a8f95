package dev.vmr.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tests.process.Api;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.TestDaemon;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** The daemon is killed; nothing that was answered is lost, nothing is there twice. */
class CrashIT {
  private static final int ROUNDS = 20;
  private static final int CALLERS = 4;
  private static final long SEED = 7;
  private static final String FSYNC = "fsync = true";

  @TempDir Path folder;

  private static String digest(String text) {
    return HashAlgorithm.SHA256.hash(text.getBytes(StandardCharsets.US_ASCII)).toString();
  }

  private static int count(String log, String digest) {
    int count = 0;
    for (int at = log.indexOf(digest); at >= 0; at = log.indexOf(digest, at + 1)) {
      count++;
    }
    return count;
  }

  /** Extends until the daemon dies; what was answered goes to {@code acknowledged}. */
  private static Thread caller(Api api, String name, Queue<String> acknowledged) {
    Thread thread =
        new Thread(
            () -> {
              try (api) {
                for (int i = 0; ; i++) {
                  String digest = digest(name + " " + i);
                  if (api.extend("mr_" + name.charAt(0), digest).has("parameters")) {
                    acknowledged.add(digest);
                  }
                }
              } catch (IOException e) {
                return; // the daemon is gone, as it should be
              }
            });
    thread.start();
    return thread;
  }

  @Test
  @Execution(CONCURRENT)
  void killedAtAnyTime() throws Exception {
    Random random = new Random(SEED);
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    for (int round = 0; round < ROUNDS; round++) {
      try (TestDaemon daemon = TestDaemon.start(folder, List.of(), "")) {
        daemon.consistentLog();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
          callers.add(caller(daemon.connect(), (char) ('a' + i) + "-" + round, acknowledged));
        }
        Thread.sleep(50 + random.nextInt(250));
        daemon.process().kill();
        for (Thread caller : callers) {
          caller.join(TimeUnit.SECONDS.toMillis(10));
        }
      }
    }
    assertThat(acknowledged).hasSizeGreaterThan(ROUNDS);
    try (TestDaemon daemon = TestDaemon.start(folder, List.of(), "");
        Api api = daemon.connect()) {
      daemon.consistentLog();
      String log = api.log();
      List<String> extended =
          log.lines()
              .filter(line -> line.contains(" extend "))
              .map(line -> line.substring(12))
              .toList();
      assertThat(extended).doesNotHaveDuplicates().containsAll(acknowledged);
    }
  }

  /**
   * At every boundary: SIGKILL when a line is about to be written, when it has been and its
   * register is about to be extended, which is behind the line's fsync, and when that has been done
   * and the answer is about to be sent.
   */
  @Test
  @Execution(CONCURRENT)
  void killedAtEveryBoundary() throws Exception {
    Programs.require("strace");
    int killed = 0;
    for (String call : List.of("write", "fsync", "sendto")) {
      for (int when = 1; when <= 5; when++) {
        Path place = Files.createDirectory(folder.resolve(call + when));
        List<String> acknowledged = new ArrayList<>();
        String fault = "inject=" + call + ":signal=SIGKILL:when=" + when;
        try (TestDaemon daemon = TestDaemon.start(place, strace(place, fault, call), FSYNC);
            Api api = daemon.connect()) {
          for (int i = 0; i < 5; i++) {
            String digest = digest(call + when + " " + i);
            if (api.extend("mr_a", digest).has("parameters")) {
              acknowledged.add(digest);
            }
          }
        } catch (IOException e) {
          killed++;
        }
        checkAfter(place, acknowledged);
      }
    }
    assertThat(killed).isEqualTo(15);
  }

  /** A write of the log, or its fsync, fails once: the caller hears of it, and all goes on. */
  @Test
  @Execution(CONCURRENT)
  void errorsAtEveryWrite() throws Exception {
    Programs.require("strace");
    int failed = 0;
    for (String error : List.of("ENOSPC", "EIO")) {
      for (String call : List.of("write", "fsync")) {
        for (int when = 3; when <= 5; when++) {
          failed += failsOnce(call, error, when);
        }
      }
    }
    assertThat(failed).isEqualTo(12);
  }

  private int failsOnce(String call, String error, int when) throws Exception {
    Path place = Files.createDirectory(folder.resolve(call + error + when));
    List<String> acknowledged = new ArrayList<>();
    String fault = "inject=" + call + ":error=" + error + ":when=" + when;
    int failed = 0;
    try (TestDaemon daemon = TestDaemon.start(place, strace(place, fault, call), FSYNC);
        Api api = daemon.connect()) {
      for (int i = 0; i < 5; i++) {
        String digest = digest(when + " " + i);
        JsonNode reply = api.extend("mr_a", digest);
        if (reply.has("parameters") && !reply.has("error")) {
          acknowledged.add(digest);
        } else {
          assertThat(reply.path("error").asText()).isEqualTo("dev.vmr.Registers.NotExtended");
          failed++;
        }
      }
      assertThat(acknowledged).as("%s at %s %d", error, call, when).hasSize(4);
      daemon.consistentLog();
    }
    checkAfter(place, acknowledged);
    return failed;
  }

  /** Traces one call: those to the log, or, as a socket has no path, all of them. */
  private static List<String> strace(Path place, String fault, String call) throws IOException {
    Path log = Files.createDirectories(place.resolve("state")).resolve("rtmr3.log");
    Files.createFile(log); // strace finds a path only if it is there; an empty log is a log
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o"));
    command.add(place.resolve("strace.txt").toString());
    command.addAll(List.of("-e", "trace=" + call, "-e", fault));
    if (!call.equals("sendto")) {
      command.addAll(List.of("-P", log.toString()));
    }
    return command;
  }

  private static void checkAfter(Path place, List<String> acknowledged) throws Exception {
    try (TestDaemon daemon = TestDaemon.start(place, List.of(), "");
        Api api = daemon.connect()) {
      daemon.consistentLog();
      String log = api.log();
      for (String digest : acknowledged) {
        assertThat(count(log, digest)).as("%s in %s", digest, place).isEqualTo(1);
      }
    }
  }
}
