package dev.vmr.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.register.HashAlgorithm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tss.Tpm;
import tss.TpmDeviceTcp;
import tss.TpmException;
import tss.tpm.PCR_ReadResponse;
import tss.tpm.TPMS_PCR_SELECTION;
import tss.tpm.TPMT_HA;
import tss.tpm.TPM_ALG_ID;
import tss.tpm.TPM_HANDLE;
import tss.tpm.TPM_SU;

/** TSS.Java over the simulator's protocol, with the framing of its own that it has. */
class TssJavaIT {
  @TempDir Path folder;

  private static String pcr(Tpm tpm, int pcr) {
    PCR_ReadResponse read =
        tpm.PCR_Read(new TPMS_PCR_SELECTION[] {new TPMS_PCR_SELECTION(TPM_ALG_ID.SHA256, pcr)});
    return HexFormat.of().formatHex(read.pcrValues[0].buffer);
  }

  @Test
  void worksAsWithTheSimulator() throws Exception {
    try (TpmServer server = TpmServer.start(folder)) {
      TpmDeviceTcp device = new TpmDeviceTcp("127.0.0.1", server.simulatorPort());
      assertThat(device.connect()).isTrue();
      Tpm tpm = new Tpm();
      tpm._setDevice(device);
      device.powerCtl(false);
      device.powerCtl(true);
      tpm.Startup(TPM_SU.CLEAR);
      assertThat(tpm.GetRandom(20)).hasSize(20);

      TPM_HANDLE ten = TPM_HANDLE.pcr(10);
      byte[] data = "abc".getBytes(StandardCharsets.US_ASCII);
      tpm.PCR_Extend(
          ten,
          new TPMT_HA[] {
            new TPMT_HA(TPM_ALG_ID.SHA256, HashAlgorithm.SHA256.hash(data).toByteArray()),
            new TPMT_HA(TPM_ALG_ID.SHA1, HashAlgorithm.SHA1.hash(data).toByteArray())
          });
      assertThat(pcr(tpm, 10)).isEqualTo(server.replayed("mr_ima", HashAlgorithm.SHA256));
      assertThat(tpm.PCR_Event(ten, data)).hasSize(4);
      assertThat(pcr(tpm, 10)).isEqualTo(server.replayed("mr_ima", HashAlgorithm.SHA256));

      TPM_HANDLE sequence = tpm.HashSequenceStart(new byte[0], TPM_ALG_ID.NULL);
      tpm.SequenceUpdate(sequence, data);
      assertThat(tpm.EventSequenceComplete(ten, sequence, data)).hasSize(4);
      assertThat(pcr(tpm, 10)).isEqualTo(server.replayed("mr_ima", HashAlgorithm.SHA256));

      tpm.PCR_Reset(TPM_HANDLE.pcr(16));
      assertThatThrownBy(() -> tpm.PCR_Reset(ten)).isInstanceOf(TpmException.class);
      device.powerCtl(false);
      device.powerCtl(true);
      tpm.Startup(TPM_SU.CLEAR);
      assertThat(pcr(tpm, 10)).isEqualTo("0".repeat(64));
      assertThat(server.replayed("mr_ima", HashAlgorithm.SHA256)).isEqualTo("0".repeat(64));
      tpm.close();
      assertThat(server.log().findings()).isEmpty();
    }
  }
}
