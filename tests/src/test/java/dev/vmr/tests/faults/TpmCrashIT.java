package dev.vmr.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vmr.linux.UnixConnection;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.tests.process.TestDaemon;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.Commands;
import dev.vmr.tpm.engine.LibtpmsEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A daemon with libtpms is killed while clients extend PCRs and count in NV memory: nothing that
 * was answered is lost, nothing is there twice, and PCRs, log and register agree. {@code
 * -Dvmr.kills=200} kills it more often.
 */
class TpmCrashIT {
  private static final int ROUNDS = Integer.getInteger("vmr.kills", 12);
  private static final long SEED = 11;
  private static final int LONGEST_MILLIS = 300;
  private static final List<Integer> PCRS = List.of(10, 4, 19);
  private static final List<HashAlgorithm> BANKS =
      List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);

  /** NV_DefineSpace of a counter at 01500001 for the owner. */
  private static final String DEFINE =
      "80020000002d0000012a4000000100000009400000090000000000"
          + "0000000e01500001000b0002001200000008";

  /** NV_Increment of it. */
  private static final String INCREMENT =
      "80020000001f000001344000000101500001000000094000000900" + "00000000";

  /** NV_Read of it. */
  private static final String READ =
      "8002000000230000014e40000001015000010000000940000009000000000000080000";

  @TempDir Path folder;

  private final Map<Integer, List<String>> answered = new TreeMap<>();
  private final AtomicInteger counted = new AtomicInteger();

  private TestDaemon start() throws Exception {
    String tpm = "[tpm]\nengine = \"libtpms\"\nraw = \"" + folder.resolve("raw") + "\"\n";
    Files.deleteIfExists(folder.resolve("raw"));
    return TestDaemon.start(folder, List.of(), tpm);
  }

  private static byte[] hex(String command) {
    return HexFormat.of().parseHex(command);
  }

  private UnixConnection connect(TestDaemon daemon) throws Exception {
    daemon.process().await(folder.resolve("raw"));
    for (int attempt = 0; ; attempt++) {
      try {
        return UnixConnection.connect(folder.resolve("raw"));
      } catch (IOException e) {
        if (attempt > 50 || !daemon.process().alive()) {
          throw e;
        }
        Thread.sleep(20); // the socket is bound, and nobody listens yet
      }
    }
  }

  private static byte[] send(UnixConnection tpm, byte[] command) throws IOException {
    tpm.write(command, 0, command.length);
    byte[] answer = new byte[4096];
    int size = tpm.read(answer, 0, answer.length);
    if (size < CommandHeader.SIZE) {
      throw new IOException("the connection ended");
    }
    return Arrays.copyOf(answer, size);
  }

  private static byte[] succeed(UnixConnection tpm, byte[] command) throws IOException {
    byte[] answer = send(tpm, command);
    assertThat(CommandHeader.responseCode(answer)).isZero();
    return answer;
  }

  /** Sends until the daemon dies. */
  private static Thread client(UnixConnection connection, Traffic traffic) {
    Thread thread =
        new Thread(
            () -> {
              try (UnixConnection tpm = connection) {
                for (int i = 0; ; i++) {
                  traffic.next(tpm, i);
                }
              } catch (IOException e) {
                return; // the daemon is gone, as it should be
              }
            });
    thread.start();
    return thread;
  }

  private interface Traffic {
    void next(UnixConnection tpm, int number) throws IOException;
  }

  private Traffic extending(int pcr, int round) {
    List<String> done = answered.computeIfAbsent(pcr, unused -> new ArrayList<>());
    return (tpm, number) -> {
      byte[] what = (pcr + " " + round + " " + number).getBytes(StandardCharsets.US_ASCII);
      List<Digest> digests = BANKS.stream().map(bank -> bank.hash(what)).toList();
      succeed(tpm, Commands.pcrExtend(pcr, digests));
      done.add(digests.get(1).toString());
    };
  }

  @Test
  void killedDuringTraffic() throws Exception {
    assumeTrue(LibtpmsEngine.present(), "skipped: libtpms is not installed");
    Random random = new Random(SEED);
    long before = 0;
    for (int round = 0; round < ROUNDS; round++) {
      try (TestDaemon daemon = start()) {
        try (UnixConnection tpm = connect(daemon)) {
          agrees(daemon, tpm);
          if (round == 0) {
            succeed(tpm, hex(DEFINE));
            succeed(tpm, hex(INCREMENT));
            before = counter(tpm);
          }
        }
        List<Thread> clients = new ArrayList<>();
        for (int pcr : PCRS.subList(0, 2)) {
          clients.add(client(connect(daemon), extending(pcr, round)));
        }
        clients.add(
            client(
                connect(daemon),
                (tpm, number) -> {
                  succeed(tpm, hex(INCREMENT));
                  counted.incrementAndGet();
                }));
        Thread.sleep(random.nextInt(LONGEST_MILLIS));
        daemon.process().kill();
        for (Thread client : clients) {
          client.join(TimeUnit.SECONDS.toMillis(10));
          assertThat(client.isAlive()).isFalse();
        }
      }
    }
    int extensions = answered.values().stream().mapToInt(List::size).sum();
    System.out.printf(
        "killed %d times: %d extensions and %d increments were answered%n",
        ROUNDS, extensions, counted.get());
    assertThat(extensions).isGreaterThan(ROUNDS);
    try (TestDaemon daemon = start();
        UnixConnection tpm = connect(daemon)) {
      agrees(daemon, tpm);
      assertThat(counter(tpm) - before)
          .isBetween((long) counted.get(), counted.get() + ROUNDS + 0L);
    }
  }

  private static long counter(UnixConnection tpm) throws IOException {
    return ByteBuffer.wrap(succeed(tpm, hex(READ))).getLong(CommandHeader.SIZE + 4 + 2);
  }

  /** Log, physical register and PCRs; what was answered is in the log, and once. */
  private void agrees(TestDaemon daemon, UnixConnection tpm) throws Exception {
    ReplayedLog replayed = daemon.consistentLog();
    List<String> extended = new ArrayList<>();
    try (var api = daemon.connect()) {
      for (String line : api.log().split("\n", -1)) {
        if (line.contains(" extend ")) {
          extended.add(line.split(" ", -1)[3]);
        }
      }
    }
    Set<String> once = new HashSet<>(extended);
    assertThat(once).hasSameSizeAs(extended);
    for (Map.Entry<Integer, List<String>> each : answered.entrySet()) {
      assertThat(once.containsAll(each.getValue())).as("PCR %d", each.getKey()).isTrue();
    }
    for (int pcr : PCRS) {
      VirtualRegister register =
          replayed.registers().get(new RegisterName(pcr == 10 ? "mr_ima" : "pcr" + pcr));
      for (HashAlgorithm bank : BANKS) {
        byte[] answer = succeed(tpm, Commands.pcrRead(pcr, bank));
        Digest shown =
            Digest.of(bank, Arrays.copyOfRange(answer, answer.length - bank.size(), answer.length));
        Digest logged =
            register == null
                ? Digest.filled(bank, pcr >= 17 ? 0xFF : 0)
                : Objects.requireNonNull(register.banks().get(bank));
        assertThat(shown).as("PCR %d", pcr).isEqualTo(logged);
      }
    }
  }
}
