package dev.vmr.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vmr.daemon.DaemonConfig.PlatformConfig;
import dev.vmr.ima.follow.FollowConfig;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
  private static final String HEAD = "platform = 'simulated'\nstate = '/s'\n";

  @Test
  void readsEverythingThatThereIs() throws Exception {
    DaemonConfig config =
        ConfigReader.read(
            """
            platform = "simulated"
            state = "/var/lib/vmr"
            socket = "/run/vmr/registers"
            socket-mode = "0666"
            physical = "rtmr2"
            fsync = true
            unruled = "closed"
            log = ["uid:0"]

            [[register]]
            name = "mr_app"
            banks = ["sha384", "sha256"]
            resettable = true
            physical = "rtmr3"
            owner = ["uid:1000"]
            extend = ["gid:44"]
            read = ["everyone"]

            [[tenant]]
            prefix = "c1."
            members = ["uid:2001"]

            [tpm]
            engine = "pcr-only"
            swtpm = "/run/tpm"
            swtpm-port = 2321
            mssim-port = 2331
            raw = "/run/raw"
            vtpmx = true
            startup = "none"
            virtual-only = [16, 23]
            [tpm.pcr]
            11 = "mr_systemd"
            """);
    assertThat(config.socket()).isEqualTo(Path.of("/run/vmr/registers"));
    assertThat(config.socketMode()).isEqualTo(0666);
    assertThat(config.fsync()).isTrue();
    assertThat(config.registers()).hasSize(1);
    assertThat(config.registers().get(0).banks())
        .containsExactly(HashAlgorithm.SHA384, HashAlgorithm.SHA256);
    assertThat(config.tpm()).isNotNull();
    assertThat(config.tpm().virtualOnly()).containsExactlyInAnyOrder(16, 23);
    assertThat(config.tpm().started()).isFalse();
    assertThat(config.tpm().vtpmx()).isTrue();
    assertThat(config.tpm().pcrs()).containsEntry(11, new RegisterName("mr_systemd"));
    assertThat(config.access().unruledOpen()).isFalse();
  }

  @Test
  void theShortestOne() throws Exception {
    DaemonConfig config = ConfigReader.read(HEAD);
    assertThat(config.socket()).isNull();
    assertThat(config.socketMode()).isEqualTo(0600);
    assertThat(config.tpm()).isNull();
    assertThat(config.access().unruledOpen()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "measurements = '/m' | line 3 | unknown key 'measurements'",
        "reports = '/r' | line 3 | unknown key 'reports'",
        "sokcet = 'x' | line 3 | unknown key 'sokcet'",
        "fsync = 'yes' | line 3 | true or false",
        "fsync = | line 3 | ",
        "socket-mode = '999' | line 3 | octal",
        "physical = 'SYNC' | line 3 | not a register name",
        "unruled = 'maybe' | line 3 | open",
        "state = '/t' | line 3 | ",
        "[[register]] | line 3 | 'name' is missing",
        "[[register]]~name = 'a b' | line 4 | A-Z",
        "[[register]]~name = 'vmr' | line 4 | multiplexer",
        "[[register]]~name = 'a'~banks = ['md5'] | line 5 | md5",
        "[[register]]~name = 'a'~banks = ['sha1', 'sha1'] | line 5 | twice",
        "[[register]]~name = 'a'~resettable = true | line 5 | banks",
        "[[register]]~name = 'a'~owner = ['root'] | line 5 | uid:N",
        "[[register]]~name = 'a'~owner = ['uid:-1'] | line 5 | no id",
        "[[register]]~name = 'a'~color = 'red' | line 5 | unknown key 'color'",
        "[[register]]~name = 'a'~[[register]]~name = 'a' | line 6 | twice",
        "[[tenant]]~prefix = 'a'~[[tenant]]~prefix = 'ab' | line 6 | overlap",
        "[tpm]~swtpm-port = 0 | line 4 | 65534",
        "[tpm]~swtpm-port = '2321' | line 4 | a number",
        "[tpm]~vtpmx = '/dev/vtpmx' | line 4 | true or false",
        "[tpm]~startup = 'later' | line 4 | clear",
        "[tpm]~virtual-only = [10] | line 4 | only PCRs 16 and 20 to 23",
        "[tpm]~virtual-only = [17] | line 4 | only PCRs 16 and 20 to 23",
        "[tpm]~virtual-only = [16, 24] | line 4 | only PCRs 16 and 20 to 23",
        "[tpm]~virtual-only = [-16] | line 4 | only PCRs 16 and 20 to 23",
        "[tpm]~virtual-only = [4294967312] | line 4 | only PCRs 16 and 20 to 23",
        "[tpm]~virtual-only = [16, 23, 16] | line 4 | twice",
        "[tpm]~virtual-only = 16 | line 4 | ",
        "[tpm]~virtual-only = ['16'] | line 4 | ",
        "[tpm]~virtual-only = [16.0] | line 4 | ",
        "[tpm]~virtual = [16] | line 4 | unknown key 'virtual'",
        "[tpm]~[tpm.pcr]~24 = 'x' | line 5 | 0 to 23",
        "[tpm]~[tpm.pcr]~04 = 'x' | line 5 | 0 to 23",
        "[tpm]~[tpm.pcr]~4 = 'mr_ima' | line 4 | one register",
        "[[register]]~name = 'mr_ima'~banks = ['sha1']~[tpm] | line 6 | PCR",
        "[ima]~[tpm] | line 3 | mr_ima is PCR 10 of the TPM",
        "[ima]~register = 'pcr4'~[tpm] | line 4 | pcr4 is PCR 4 of the TPM",
        "[ima]~register = 'x'~[tpm]~[tpm.pcr]~10 = 'x' | line 4 | x is PCR 10 of the TPM",
        "[[register]]~name = 'mr_ima'~banks = ['sha1']~[ima] | line 6 | its banks from [ima]",
        "[ima]~register = 'vmr' | line 4 | multiplexer",
        "[ima]~banks = [] | line 4 | a bank",
        "[ima]~banks = ['sha1', 'sha1'] | line 4 | twice",
        "[ima]~pcr = 24 | line 4 | 0 to 23",
        "[ima]~poll-ms = 0 | line 4 | 1 to",
        "[ima]~poll = 1 | line 4 | unknown key 'poll'",
      })
  void whatIsWrongIsNamedWithItsLine(String more, String line, String reason) {
    assertThatThrownBy(() -> ConfigReader.read(HEAD + more.replace('~', '\n') + "\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(line)
        .hasMessageContaining(reason == null ? "" : reason);
  }

  @Test
  void aListIsFollowedIntoARegisterThatNoTpmHas() throws Exception {
    assertThat(ConfigReader.read(HEAD).ima()).isNull();
    assertThat(ConfigReader.read(HEAD + "[ima]\n").ima())
        .isEqualTo(
            new FollowConfig(
                Path.of("/sys/kernel/security/ima/binary_runtime_measurements"),
                new RegisterName("mr_ima"),
                List.of(
                    HashAlgorithm.SHA1,
                    HashAlgorithm.SHA256,
                    HashAlgorithm.SHA384,
                    HashAlgorithm.SHA512),
                10,
                100));
    String all = "[ima]\nlist='/l'\nregister='x'\nbanks=['sha384']\npcr=11\npoll-ms=7\n";
    String tpm = "[tpm]\n[[register]]\nname='x'\nphysical='rtmr2'\n";
    assertThat(ConfigReader.read(HEAD + all + tpm).ima())
        .isEqualTo(
            new FollowConfig(
                Path.of("/l"), new RegisterName("x"), List.of(HashAlgorithm.SHA384), 11, 7));
  }

  @Test
  void theRegistersOfTheKernel() throws Exception {
    String head = "platform = 'tsm-mr'\nstate = '/s'\n";
    assertThat(ConfigReader.read(head).platform())
        .isEqualTo(
            new PlatformConfig.TsmMr(
                Path.of("/sys/devices/virtual/misc/tdx_guest/measurements"),
                Path.of("/sys/kernel/config/tsm/report")));
    assertThat(ConfigReader.read(head + "measurements = '/m'\nreports = '/r'\n").platform())
        .isEqualTo(new PlatformConfig.TsmMr(Path.of("/m"), Path.of("/r")));
    assertThatThrownBy(() -> ConfigReader.read("state = '/s'\nplatform = 'tpm-mr'\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("there is no platform 'tpm-mr'");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> ConfigReader.read("state = '/s'\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'platform' is missing");
  }

  @FuzzTest(maxDuration = "60s")
  void readsOrRefuses(FuzzedDataProvider data) {
    try {
      ConfigReader.read(new String(data.consumeRemainingAsBytes(), StandardCharsets.UTF_8));
    } catch (ConfigException e) {
      return;
    }
  }
}
