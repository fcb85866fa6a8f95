package dev.vmr.tests.limits;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link HostileLogIT}, for all other evidence, and for the appraisal of it. */
class HostileEvidenceIT {
  @TempDir Path folder;

  @Test
  void noEvidenceCostsTooMuch() throws Exception {
    HostileLogIT.check(folder, ReadHostileEvidence.class);
  }
}
