package dev.vmr.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.daemon.AccessRules.Right;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRulesTest {
  private static AccessRules rules(String unruled) throws ConfigException {
    return ConfigReader.read(
            """
            platform = "simulated"
            state = "/s"
            unruled = "%s"
            [[register]]
            name = "mr_app"
            owner = ["uid:10"]
            extend = ["gid:44"]
            read = ["uid:30"]
            [[register]]
            name = "c1.mr_app"
            owner = ["uid:50"]
            [[tenant]]
            prefix = "c1."
            members = ["uid:50", "uid:51"]
            """
                .formatted(unruled))
        .access();
  }

  @ParameterizedTest
  @CsvSource({
    // uid, gid, name, with unruled open, with unruled closed: Own, Extend, Read
    "10, 1, mr_app, OER, OER",
    "20, 44, mr_app, ER, ER",
    "30, 1, mr_app, R, R",
    "0, 0, mr_app, '', ''",
    "0, 0, mr_other, OER, ''",
    "50, 1, mr_app, '', ''",
    "50, 1, mr_other, '', ''",
    "50, 1, c1.mr_app, OER, OER",
    "51, 1, c1.mr_app, '', ''",
    "51, 1, c1.mr_new, OER, ''",
    "10, 1, c1.mr_new, '', ''",
    "10, 1, kernel.org/x, OER, ''",
  })
  void whoMayDoWhat(long uid, long gid, String name, String open, String closed)
      throws ConfigException {
    Caller caller = new Caller(uid, gid, 1);
    assertThat(rights(rules("open"), caller, name)).isEqualTo(open);
    assertThat(rights(rules("closed"), caller, name)).isEqualTo(closed);
  }

  private static String rights(AccessRules rules, Caller caller, String name) {
    return (rules.allows(caller, Right.OWN, name) ? "O" : "")
        + (rules.allows(caller, Right.EXTEND, name) ? "E" : "")
        + (rules.allows(caller, Right.READ, name) ? "R" : "");
  }

  @ParameterizedTest
  @CsvSource({"10, true", "0, true", "50, false"})
  void aTenantSeesNoLogs(long uid, boolean allowed) throws ConfigException {
    assertThat(rules("open").allowsLogs(new Caller(uid, 1, 1))).isEqualTo(allowed);
  }
}
