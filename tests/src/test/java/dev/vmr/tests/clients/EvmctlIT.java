package dev.vmr.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.ima.ImaReader;
import dev.vmr.ima.ImaReplay;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.VmrProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we replay a list to is what evmctl replays it to. */
class EvmctlIT {
  private static final int LISTS = 1000;
  private static final Set<HashAlgorithm> BANKS =
      EnumSet.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256); // evmctl knows no others

  @TempDir Path folder;

  /** evmctl wants every PCR of a bank. */
  private static String pcrs(String value) {
    StringBuilder all = new StringBuilder();
    for (int pcr = 0; pcr < 24; pcr++) {
      String hex = pcr == 10 ? value : "0".repeat(value.length());
      all.append("PCR-%02d: %s%n".formatted(pcr, hex));
    }
    return all.toString();
  }

  /** Runs evmctl on every list of a folder, and says which it does not agree with. */
  private String disagreeing(Path lists, String expected) throws IOException, InterruptedException {
    String script =
        """
        cd "$1"
        printf '%s\\n' *.bin | xargs -P "$(nproc)" -n 50 bash -c '
          for list; do
            out=$(evmctl ima_measurement --ignore-violations --pcrs "sha1,${list%.bin}.sha1" \\
              --pcrs "sha256,${list%.bin}.sha256" "$list" 2>&1)
            [[ $out == *"$0"* ]] || printf "%s\\n" "$list" "$out"
          done' "$2"
        """;
    VmrProcess.Result result =
        Programs.run(
            folder, Map.of(), "bash", "-c", script, "evmctl-lists", lists.toString(), expected);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output();
  }

  /** evmctl takes no list in which the template ima stands beside others. */
  private static byte[] random(Random random) {
    List<String> templates = random.nextInt(8) == 0 ? RandomImaList.OLDEST : RandomImaList.OTHERS;
    return RandomImaList.of(1 + random.nextInt(12), templates, random);
  }

  private void write(Path lists, int number, byte[] list, boolean padded) throws Exception {
    ImaReplay replay = new ImaReplay(BANKS, true, true);
    ImaReader.of(new ByteArrayInputStream(list)).forEach(replay);
    assertThat(replay.differing()).isEmpty();
    Files.write(lists.resolve(number + ".bin"), list);
    for (HashAlgorithm bank : BANKS) {
      Digest value =
          padded && bank != HashAlgorithm.SHA1
              ? replay.paddedThroughout(10, bank)
              : replay.real(10, bank);
      Files.writeString(lists.resolve(number + "." + bank), pcrs(value.hex()));
    }
  }

  @Test
  void agreesWithEvmctlOnRandomListsOfEveryTemplate() throws Exception {
    Programs.require("evmctl", "bash");
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Path lists = Files.createDirectory(folder.resolve("lists"));
    for (int i = 0; i < LISTS; i++) {
      write(lists, i, random(random), false);
    }
    assertThat(disagreeing(lists, "Matched per TPM bank calculated digest(s)"))
        .as("seed %d", seed)
        .isEmpty();
  }

  @Test
  void agreesWithEvmctlOnThePaddedRule() throws Exception {
    Programs.require("evmctl", "bash");
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Path lists = Files.createDirectory(folder.resolve("lists"));
    for (int i = 0; i < 50; i++) {
      write(lists, i, random(random), true);
    }
    assertThat(disagreeing(lists, "Matched SHA1 padded TPM digest(s)"))
        .as("seed %d", seed)
        .isEmpty();
  }

  @Test
  void theCommandSaysTheSame() throws Exception {
    Programs.require("evmctl", "bash");
    Random random = new Random(42);
    Path lists = Files.createDirectory(folder.resolve("lists"));
    Path list = lists.resolve("0.bin");
    Files.write(list, RandomImaList.of(5000, RandomImaList.OTHERS, random));
    VmrProcess.Result ours =
        VmrProcess.run(folder, "ima", "replay", "--banks", "sha1,sha256", list.toString());
    assertThat(ours.exitCode()).as(ours.output()).isZero();
    List<String> lines = ours.output().lines().toList();
    assertThat(lines).hasSize(2);
    for (String line : lines) {
      String bank = line.substring(0, line.indexOf(':'));
      Files.writeString(lists.resolve("0." + bank), pcrs(line.substring(bank.length() + 2)));
    }
    assertThat(disagreeing(lists, "Matched per TPM bank calculated digest(s)")).isEmpty();
  }
}
