package dev.vmr.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.VmrProcess;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we replay a list to is what evmctl replays it to. */
class EvmctlIT {
  private static final long SEED = 42;

  @TempDir Path folder;

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] list(int entries, Random random) {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    for (int i = 0; i < entries; i++) {
      boolean signed = random.nextInt(4) == 0;
      byte[] content = new byte[random.nextInt(50)];
      random.nextBytes(content);
      ByteArrayOutputStream data = new ByteArrayOutputStream();
      data.writeBytes(number(40));
      data.writeBytes("sha256:\0".getBytes(StandardCharsets.US_ASCII));
      data.writeBytes(HashAlgorithm.SHA256.hash(content).toByteArray());
      byte[] name = ("/usr/bin/file " + i + "\0").getBytes(StandardCharsets.US_ASCII);
      data.writeBytes(number(name.length));
      data.writeBytes(name);
      if (signed) {
        data.writeBytes(number(content.length));
        data.writeBytes(content);
      }
      byte[] template = (signed ? "ima-sig" : "ima-ng").getBytes(StandardCharsets.US_ASCII);
      boolean violation = random.nextInt(20) == 0;
      list.writeBytes(number(10));
      list.writeBytes(
          violation ? new byte[20] : HashAlgorithm.SHA1.hash(data.toByteArray()).toByteArray());
      list.writeBytes(number(template.length));
      list.writeBytes(template);
      list.writeBytes(number(data.size()));
      list.writeBytes(data.toByteArray());
    }
    return list.toByteArray();
  }

  @Test
  void agreesWithEvmctl() throws Exception {
    Programs.require("evmctl");
    Random random = new Random(SEED);
    for (int size : new int[] {1, 7, 300, 5000}) {
      Path list = Files.write(folder.resolve("list-" + size), list(size, random));
      VmrProcess.Result ours =
          VmrProcess.run(folder, "ima", "replay", "--banks", "sha1,sha256", list.toString());
      assertThat(ours.exitCode()).as(ours.output()).isZero();
      List<String> options =
          new ArrayList<>(List.of("evmctl", "ima_measurement", "--ignore-violations"));
      for (String line : ours.output().lines().toList()) {
        String bank = line.substring(0, line.indexOf(':'));
        Path pcrs = folder.resolve("pcrs-" + bank);
        String value = line.substring(bank.length() + 2);
        StringBuilder all = new StringBuilder(); // evmctl wants every PCR
        for (int pcr = 0; pcr < 24; pcr++) {
          String hex = pcr == 10 ? value : "0".repeat(value.length());
          all.append(String.format("PCR-%02d: %s%n", pcr, hex));
        }
        Files.writeString(pcrs, all);
        options.addAll(List.of("--pcrs", bank + "," + pcrs));
      }
      assertThat(options).hasSize(7);
      options.add(list.toString());
      VmrProcess.Result theirs = Programs.run(folder, Map.of(), options.toArray(new String[0]));
      assertThat(theirs.exitCode()).as("%d entries: %s", size, theirs.output()).isZero();
      assertThat(theirs.output()).contains("Matched per TPM bank calculated digest(s)");
    }
  }
}
