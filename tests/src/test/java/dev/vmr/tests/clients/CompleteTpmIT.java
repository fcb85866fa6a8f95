package dev.vmr.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.VmrProcess;
import dev.vmr.tpm.engine.LibtpmsEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With libtpms behind the bridge: what a TPM is for, by programs that know nothing of us. */
class CompleteTpmIT {
  private static final String CONTENT = "12345678901234567890123456789012";

  @TempDir Path folder;

  @BeforeEach
  void isThere() throws Exception {
    Programs.require("tpm2_quote");
    assumeTrue(LibtpmsEngine.present(), "skipped: libtpms is not installed");
    Files.writeString(folder.resolve("secret"), CONTENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"swtpm-tcp", "mssim"})
  void quotesWhatTheLogReplaysTo(String kind) throws Exception {
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      Toolbox tpm = new Toolbox(folder, server.tcti(kind));
      tpm.extend(10, HashAlgorithm.SHA1, '1');
      tpm.extend(10, HashAlgorithm.SHA256, '2');
      for (String kindOfKey : new String[] {"rsa rsassa", "ecc ecdsa"}) {
        String[] key = kindOfKey.split(" ", -1);
        tpm.ok("tpm2_createek -G " + key[0] + " -c ek.ctx -u ek.pub");
        tpm.flush();
        tpm.ok(
            "tpm2_createak -C ek.ctx -c ak.ctx -G "
                + key[0]
                + " -g sha256 -s "
                + key[1]
                + " -f pem -u ak.pem -n ak.name");
        tpm.flush();
        tpm.ok(
            "tpm2_quote -c ak.ctx -l sha256:0,10+sha1:10 -q abcd -m quote -s sig -o pcrs -g sha256");
        tpm.flush();
        String checked =
            tpm.ok("tpm2_checkquote -u ak.pem -m quote -s sig -f pcrs -g sha256 -q abcd");
        assertThat(checked.toLowerCase(Locale.ROOT))
            .contains(
                server.replayed("mr_ima", HashAlgorithm.SHA1),
                server.replayed("mr_ima", HashAlgorithm.SHA256));
        tpm.extend(10, HashAlgorithm.SHA512, '3');
      }
      tpm.fails("tpm2_checkquote -u ak.pem -m quote -s sig -f pcrs -g sha256 -q abce");
      tpm.agree(server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"swtpm-tcp", "mssim"})
  void sealsToRegisters(String kind) throws Exception {
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      Toolbox tpm = new Toolbox(folder, server.tcti(kind));
      tpm.extend(10, HashAlgorithm.SHA256, '1');
      tpm.ok("tpm2_createprimary -C o -c primary");
      tpm.flush();
      tpm.ok("tpm2_createpolicy --policy-pcr -l sha256:10 -L policy");
      tpm.ok("tpm2_create -C primary -L policy -i secret -u sealed.pub -r sealed.priv");
      tpm.flush();
      tpm.ok("tpm2_load -C primary -u sealed.pub -r sealed.priv -c sealed");
      tpm.flush();
      assertThat(tpm.ok("tpm2_unseal -c sealed -p pcr:sha256:10")).isEqualTo(CONTENT);
      tpm.flush();
      tpm.extend(10, HashAlgorithm.SHA256, '2');
      assertThat(tpm.fails("tpm2_unseal -c sealed -p pcr:sha256:10")).contains("policy check");
      tpm.flush();
      tpm.agree(server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"swtpm-tcp", "mssim"})
  void signsAndCrypts(String kind) throws Exception {
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      Toolbox tpm = new Toolbox(folder, server.tcti(kind));
      tpm.ok("tpm2_createprimary -C o -c primary");
      tpm.flush();
      tpm.ok("tpm2_create -C primary -G ecc -u key.pub -r key.priv -p keypass");
      tpm.flush();
      tpm.ok("tpm2_load -C primary -u key.pub -r key.priv -c key");
      tpm.flush();
      tpm.ok("tpm2_sign -c key -p keypass -g sha256 -f plain -o signature secret");
      tpm.flush();
      tpm.ok("tpm2_readpublic -c key -f pem -o key.pem");
      tpm.flush();
      Programs.require("openssl");
      tpm.ok("openssl dgst -sha256 -verify key.pem -signature signature secret");
      assertThat(tpm.fails("tpm2_sign -c key -p wrong -g sha256 -o signature secret"))
          .contains("0x98E");
      tpm.flush();

      tpm.ok("tpm2_startauthsession -S session --hmac-session -c primary");
      tpm.ok("tpm2_sessionconfig session --enable-encrypt --enable-decrypt");
      tpm.ok("tpm2_getrandom 16 -S session -f -o random");
      tpm.ok("tpm2_flushcontext session");
      assertThat(folder.resolve("random")).hasSize(16);
      tpm.extend(10, HashAlgorithm.SHA384, '5');
      tpm.agree(server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"swtpm-tcp", "mssim"})
  void keepsNvMemoryAndGuardsIt(String kind) throws Exception {
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      Toolbox tpm = new Toolbox(folder, server.tcti(kind));
      tpm.extend(10, HashAlgorithm.SHA256, '1');
      tpm.ok("tpm2_nvdefine 0x1500001 -C o -s 32 -a ownerread|ownerwrite|authread|authwrite");
      tpm.ok("tpm2_nvwrite 0x1500001 -C o -i secret");
      assertThat(tpm.ok("tpm2_nvread 0x1500001 -C o -s 32")).isEqualTo(CONTENT);
      tpm.ok("tpm2_nvdefine 0x1500002 -C o -g sha256 -a nt=extend|ownerread|ownerwrite");
      tpm.ok("tpm2_nvextend 0x1500002 -C o -i secret");
      tpm.ok("tpm2_nvread 0x1500002 -C o -o extended");
      byte[] content = Files.readAllBytes(folder.resolve("secret"));
      byte[] before = new byte[32 + content.length];
      System.arraycopy(content, 0, before, 32, content.length);
      assertThat(Files.readAllBytes(folder.resolve("extended")))
          .isEqualTo(HashAlgorithm.SHA256.hash(before).toByteArray());

      // A policy: only while PCR 10 is what it is, or with the owner's word.
      tpm.ok("tpm2_startauthsession -S session --policy-session");
      tpm.ok("tpm2_policypcr -S session -l sha256:10");
      tpm.ok("tpm2_policycommandcode -S session -L policy TPM2_CC_NV_Read");
      tpm.ok("tpm2_flushcontext session");
      tpm.ok("tpm2_nvdefine 0x1500003 -C o -s 32 -L policy -a ownerwrite|policyread|ownerread");
      tpm.ok("tpm2_nvwrite 0x1500003 -C o -i secret");
      for (boolean allowed : new boolean[] {true, false}) {
        tpm.ok("tpm2_startauthsession -S session --policy-session");
        tpm.ok("tpm2_policypcr -S session -l sha256:10");
        tpm.ok("tpm2_policycommandcode -S session TPM2_CC_NV_Read");
        String read = "tpm2_nvread 0x1500003 -C 0x1500003 -P session:session -s 32";
        if (allowed) {
          assertThat(tpm.ok(read)).isEqualTo(CONTENT);
        } else {
          tpm.fails(read);
        }
        tpm.ok("tpm2_flushcontext session");
        tpm.extend(10, HashAlgorithm.SHA256, '2');
      }
      tpm.agree(server);
    }
  }

  @Test
  void locksOutWhoGuesses() throws Exception {
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      Toolbox tpm = new Toolbox(folder, server.tcti("swtpm-tcp"));
      tpm.ok("tpm2_dictionarylockout -s -n 2 -t 1000 -l 1000");
      tpm.ok("tpm2_createprimary -C o -c primary -p right");
      tpm.flush();
      String create = "tpm2_create -C primary -u key.pub -r key.priv -P ";
      for (int guess = 0; guess < 3; guess++) {
        tpm.fails(create + "wrong" + guess);
        tpm.flush();
      }
      assertThat(tpm.fails(create + "right")).contains("0x921");
      tpm.flush();
      tpm.ok("tpm2_dictionarylockout -c");
      tpm.ok(create + "right");
      assertThat(server.log().registers()).isEmpty();
    }
  }

  @Test
  void outlivesItsProcess() throws Exception {
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      Toolbox tpm = new Toolbox(folder, server.tcti("mssim"));
      tpm.ok("tpm2_createprimary -C o -c primary");
      tpm.flush();
      tpm.ok("tpm2_evictcontrol -C o -c primary 0x81000001");
      tpm.extend(10, HashAlgorithm.SHA256, '1');
      server.process().kill();
    }
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      Toolbox tpm = new Toolbox(folder, server.tcti("mssim"));
      tpm.agree(server);
      tpm.ok("tpm2_create -C 0x81000001 -i secret -u sealed.pub -r sealed.priv");
      tpm.flush();
      server.process().kill();
    }
    Path state = folder.resolve("state/tpm-state/permall");
    byte[] whole = Files.readAllBytes(state);
    whole[whole.length / 2] ^= 1;
    Files.write(state, whole);
    assertThat(
            VmrProcess.run(folder, "tpm", "serve", "--raw", "raw2", "--state", folder + "/state")
                .output())
        .contains("permall is damaged");
    assertThat(Files.readAllBytes(state)).isEqualTo(whole);
  }
}
