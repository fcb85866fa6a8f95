package dev.vmr.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.ima.ImaReader;
import dev.vmr.ima.ImaReplay;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.tests.clients.RandomImaList;
import dev.vmr.tests.process.Api;
import dev.vmr.tests.process.TestDaemon;
import dev.vmr.tests.process.VmrProcess;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list grows while the daemon that follows it is killed again and again. */
class FollowerIT {
  private static final RegisterName MR_IMA = new RegisterName("mr_ima");
  private static final int ENTRIES = 2000;
  private static final int KILLS = 5;

  @TempDir Path folder;

  private TestDaemon start() throws Exception {
    String ima = "[ima]\nlist = \"%s\"\n".formatted(folder.resolve("list"));
    return TestDaemon.start(folder, List.of(), ima);
  }

  private static JsonNode status(TestDaemon daemon) throws Exception {
    try (Api api = daemon.connect()) {
      return api.call("Status", Api.object()).path("parameters").path("ima");
    }
  }

  private static void await(TestDaemon daemon, int entries) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (status(daemon).path("entries").asInt() < entries) {
      if (System.nanoTime() > end) {
        throw new TimeoutException(status(daemon) + " " + daemon.process().output());
      }
      Thread.sleep(20);
    }
  }

  @Test
  void eachEntryIsFollowedOnceHoweverOftenTheDaemonIsKilled() throws Exception {
    byte[] whole = RandomImaList.of(ENTRIES, RandomImaList.OTHERS, new Random(5));
    Path list = Files.write(folder.resolve("list"), new byte[0]);
    Thread writer =
        new Thread(
            () -> {
              try {
                // Whole entries or not: a reader has to bear with either.
                for (int at = 0; at < whole.length; at += 1000) {
                  Files.write(
                      list,
                      Arrays.copyOfRange(whole, at, Math.min(at + 1000, whole.length)),
                      StandardOpenOption.APPEND);
                  Thread.sleep(5);
                }
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    writer.start();
    Random random = new Random(6);
    for (int kill = 0; kill < KILLS; kill++) {
      try (TestDaemon daemon = start()) {
        await(daemon, 1);
        Thread.sleep(random.nextInt(400));
        daemon.process().kill();
      }
    }
    writer.join();
    try (TestDaemon daemon = start()) {
      await(daemon, ENTRIES);
      ReplayedLog log = daemon.consistentLog();
      VirtualRegister register = log.registers().get(MR_IMA);
      assertThat(register.extensions()).isEqualTo(ENTRIES);
      ImaReplay replay = new ImaReplay(EnumSet.copyOf(register.banks().keySet()), false, true);
      ImaReader.of(new ByteArrayInputStream(whole)).forEach(replay);
      assertThat(register.banks()).hasSize(4);
      register.banks().forEach((bank, value) -> assertThat(value).isEqualTo(replay.real(10, bank)));
      refusesOthers(daemon);
      VmrProcess.Result shown = run("status");
      assertThat(shown.exitCode()).isZero();
      assertThat(shown.output())
          .contains("mr_ima: 2000 entries, lag 0 entries, 0 ms; the longest was ", ", following");
      VmrProcess.Result checked = run("ima", "check", list.toString());
      assertThat(checked.exitCode()).as(checked.output()).isZero();
      assertThat(checked.output()).contains("mr_ima is the list's replay, rule real");
    }
  }

  private VmrProcess.Result run(String... args) throws Exception {
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--socket";
    all[args.length + 1] = folder.resolve("api").toString();
    return VmrProcess.run(folder, all);
  }

  private static void refusesOthers(TestDaemon daemon) throws Exception {
    try (Api api = daemon.connect()) {
      var extend = Api.object().put("name", "mr_ima");
      extend.putArray("digests").add("sha1/" + "0".repeat(40));
      for (String method : List.of("Extend", "Lock", "Reset")) {
        JsonNode refused =
            api.call(method, method.equals("Extend") ? extend : Api.object().put("name", "mr_ima"));
        assertThat(refused.path("error").asText()).endsWith(".Refused");
        assertThat(refused.path("parameters").path("reason").asText()).isEqualTo("followed");
      }
    }
  }

  @Test
  void aDaemonThatHasTheRegisterAsPcrDoesNotFollow() throws Exception {
    Files.write(folder.resolve("list"), RandomImaList.of(3, RandomImaList.OTHERS, new Random(1)));
    try (TestDaemon daemon = start()) {
      await(daemon, 3);
    }
    try (TestDaemon tpm =
        TestDaemon.start(folder, List.of(), "[tpm]\nraw = \"%s/t\"\n".formatted(folder))) {
      assertThat(tpm.process().await()).isEqualTo(4);
      assertThat(tpm.process().output()).contains("mr_ima");
    }
    try (TestDaemon both = TestDaemon.start(folder, List.of(), "[tpm]\n[ima]\nlist = \"/l\"\n")) {
      assertThat(both.process().await()).isEqualTo(3);
      assertThat(both.process().output()).contains("mr_ima is PCR 10 of the TPM");
    }
  }
}
