package dev.vmr.tpm.command;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vmr.register.HashAlgorithm;
import java.util.List;

class PcrChangeFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void readsOrRefuses(FuzzedDataProvider data) {
    byte[] command = data.consumeBytes(data.consumeInt(0, 600));
    byte[] response = data.consumeRemainingAsBytes();
    try {
      PcrChange change =
          PcrChange.of(command, response, pcr -> List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256));
      if (change instanceof PcrChange.Extended extended && extended.digests().size() > 8) {
        throw new AssertionError("more digests than there are algorithms");
      }
    } catch (CommandException e) {
      return;
    }
  }
}
