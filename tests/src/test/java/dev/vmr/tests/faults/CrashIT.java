package dev.vmr.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.daemon.BootId;
import dev.vmr.platform.SimulatedPlatform;
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

/** The daemon is killed; nothing that was answered is lost, nothing is there twice. */
class CrashIT {
  private static final int ROUNDS = 20;
  private static final int CALLERS = 4;
  private static final long SEED = 7;

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
    assertThat(acknowledged).hasSizeGreaterThan(1000);
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
   * At every write to log or register: SIGKILL when the call begins. The next number is the moment
   * after the call before.
   */
  @Test
  void killedAtEveryWrite() throws Exception {
    Programs.require("strace");
    int killed = 0;
    for (int when = 1; when <= 14; when++) {
      Path place = Files.createDirectory(folder.resolve("kill-" + when));
      List<String> acknowledged = new ArrayList<>();
      String fault = "inject=write,pwrite64:signal=SIGKILL:when=" + when;
      try (TestDaemon daemon = TestDaemon.start(place, strace(place, fault), "");
          Api api = daemon.connect()) {
        for (int i = 0; i < 5; i++) {
          String digest = digest(when + " " + i);
          if (api.extend("mr_a", digest).has("parameters")) {
            acknowledged.add(digest);
          }
        }
      } catch (IOException e) {
        killed++;
      }
      checkAfter(place, acknowledged);
    }
    assertThat(killed).isGreaterThanOrEqualTo(10);
  }

  /** A write to log or register fails once: the caller hears of it, and all goes on. */
  @Test
  void errorsAtEveryWrite() throws Exception {
    Programs.require("strace");
    int failed = 0;
    for (String error : List.of("ENOSPC", "EIO")) {
      for (int when = 5; when <= 10; when++) {
        Path place = Files.createDirectory(folder.resolve(error + when));
        List<String> acknowledged = new ArrayList<>();
        String fault = "inject=write,pwrite64:error=" + error + ":when=" + when;
        try (TestDaemon daemon = TestDaemon.start(place, strace(place, fault), "");
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
          assertThat(acknowledged).as("%s at write %d", error, when).hasSize(4);
          daemon.consistentLog();
        }
        checkAfter(place, acknowledged);
      }
    }
    assertThat(failed).isEqualTo(12);
  }

  private static List<String> strace(Path place, String fault) throws IOException {
    Path state = place.resolve("state");
    Files.createDirectories(state.resolve("simulated"));
    // strace finds a path only if it is there; an empty log is a log.
    try (var platform = SimulatedPlatform.open(state.resolve("simulated"), BootId.current())) {
      Files.createFile(state.resolve("rtmr3.log"));
      assertThat(platform.name()).isEqualTo("simulated");
    }
    return List.of(
        "strace",
        "-f",
        "-qq",
        "-o",
        place.resolve("strace.txt").toString(),
        "-P",
        state.resolve("rtmr3.log").toString(),
        "-P",
        state.resolve("simulated/registers").toString(),
        "-e",
        "trace=write,pwrite64",
        "-e",
        fault);
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
