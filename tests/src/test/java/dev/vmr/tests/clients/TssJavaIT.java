package dev.vmr.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.engine.LibtpmsEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tss.Tpm;
import tss.TpmDeviceTcp;
import tss.TpmException;
import tss.tpm.CreatePrimaryResponse;
import tss.tpm.PCR_ReadResponse;
import tss.tpm.QuoteResponse;
import tss.tpm.TPM2B_PUBLIC_KEY_RSA;
import tss.tpm.TPMA_OBJECT;
import tss.tpm.TPMS_NULL_SIG_SCHEME;
import tss.tpm.TPMS_PCR_SELECTION;
import tss.tpm.TPMS_RSA_PARMS;
import tss.tpm.TPMS_SENSITIVE_CREATE;
import tss.tpm.TPMS_SIG_SCHEME_RSASSA;
import tss.tpm.TPMT_HA;
import tss.tpm.TPMT_PUBLIC;
import tss.tpm.TPMT_SYM_DEF_OBJECT;
import tss.tpm.TPM_ALG_ID;
import tss.tpm.TPM_HANDLE;
import tss.tpm.TPM_RH;
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

  @Test
  void createsAKeyAndQuotes() throws Exception {
    assumeTrue(LibtpmsEngine.present(), "skipped: libtpms is not installed");
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      TpmDeviceTcp device = new TpmDeviceTcp("127.0.0.1", server.simulatorPort());
      assertThat(device.connect()).isTrue();
      Tpm tpm = new Tpm();
      tpm._setDevice(device);
      device.powerCtl(false);
      device.powerCtl(true);
      tpm.Startup(TPM_SU.CLEAR);
      byte[] data = "abc".getBytes(StandardCharsets.US_ASCII);
      tpm.PCR_Event(TPM_HANDLE.pcr(10), data);

      TPMT_PUBLIC template =
          new TPMT_PUBLIC(
              TPM_ALG_ID.SHA256,
              new TPMA_OBJECT(
                  TPMA_OBJECT.sign,
                  TPMA_OBJECT.restricted,
                  TPMA_OBJECT.fixedParent,
                  TPMA_OBJECT.fixedTPM,
                  TPMA_OBJECT.userWithAuth,
                  TPMA_OBJECT.sensitiveDataOrigin),
              new byte[0],
              new TPMS_RSA_PARMS(
                  new TPMT_SYM_DEF_OBJECT(),
                  new TPMS_SIG_SCHEME_RSASSA(TPM_ALG_ID.SHA256),
                  2048,
                  0),
              new TPM2B_PUBLIC_KEY_RSA());
      CreatePrimaryResponse key =
          tpm.CreatePrimary(
              TPM_HANDLE.from(TPM_RH.OWNER),
              new TPMS_SENSITIVE_CREATE(),
              template,
              new byte[0],
              new TPMS_PCR_SELECTION[0]);
      // TSS.Java knows nothing of the exponent that 0 stands for (Part 2, section 12.2.3.5).
      ((TPMS_RSA_PARMS) key.outPublic.parameters).exponent = 65_537;
      TPMS_PCR_SELECTION[] ten = {new TPMS_PCR_SELECTION(TPM_ALG_ID.SHA256, 10)};
      byte[] nonce = {1, 2, 3, 4};
      QuoteResponse quote = tpm.Quote(key.handle, nonce, new TPMS_NULL_SIG_SCHEME(), ten);
      PCR_ReadResponse read = tpm.PCR_Read(ten);
      assertThat(key.outPublic.validateQuote(read, nonce, quote)).isTrue();
      assertThat(HexFormat.of().formatHex(read.pcrValues[0].buffer))
          .isEqualTo(server.replayed("mr_ima", HashAlgorithm.SHA256));
      tpm.PCR_Event(TPM_HANDLE.pcr(10), data);
      assertThat(key.outPublic.validateQuote(tpm.PCR_Read(ten), nonce, quote)).isFalse();
      tpm.FlushContext(key.handle);
      tpm.close();
      assertThat(server.log().findings()).isEmpty();
    }
  }
}
