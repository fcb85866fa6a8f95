package dev.vmr.tpm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.Commands;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Whatever comes: a whole answer, and no PCR moves when it is a refusal. */
class EngineFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void answersEverything(FuzzedDataProvider data) {
    PcrOnlyEngine engine = new PcrOnlyEngine();
    engine.init();
    if (data.consumeBoolean()) {
      engine.execute(Commands.startup(false), 0);
    }
    for (int i = 0; i < 8 && data.remainingBytes() > 0; i++) {
      int locality = data.consumeInt(0, 4);
      byte[] command = data.consumeBytes(data.consumeInt(0, 512));
      if (data.consumeBoolean() && command.length >= 6) {
        ByteBuffer.wrap(command).putShort(0, (short) 0x8002).putInt(2, command.length);
      }
      List<Digest> before = values(engine);
      byte[] answer = engine.execute(command, locality);
      assertThat(answer.length).isBetween(10, 4096);
      assertThat(ByteBuffer.wrap(answer).getInt(2)).isEqualTo(answer.length);
      if (CommandHeader.responseCode(answer) != 0) {
        assertThat(values(engine)).isEqualTo(before);
      }
    }
  }

  private static List<Digest> values(PcrOnlyEngine engine) {
    List<Digest> values = new ArrayList<>();
    for (int pcr = 0; pcr < engine.pcrCount(); pcr++) {
      values.add(engine.readPcr(pcr, HashAlgorithm.SHA1));
      values.add(engine.readPcr(pcr, HashAlgorithm.SHA512));
    }
    return values;
  }
}
