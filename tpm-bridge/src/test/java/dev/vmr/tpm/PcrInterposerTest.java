package dev.vmr.tpm;

import dev.vmr.tpm.engine.PcrOnlyEngine;

class PcrInterposerTest extends PcrInterposerContract {
  @Override
  TpmEngine newEngine() {
    return new PcrOnlyEngine();
  }
}
