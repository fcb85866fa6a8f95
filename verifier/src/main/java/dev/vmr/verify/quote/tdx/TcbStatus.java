package dev.vmr.verify.quote.tdx;

import java.util.Optional;

/** Intel's word for how far a platform is up to date, from good to bad. */
enum TcbStatus {
  UP_TO_DATE("UpToDate"),
  SW_HARDENING_NEEDED("SWHardeningNeeded"),
  CONFIGURATION_NEEDED("ConfigurationNeeded"),
  CONFIGURATION_AND_SW_HARDENING_NEEDED("ConfigurationAndSWHardeningNeeded"),
  OUT_OF_DATE("OutOfDate"),
  OUT_OF_DATE_CONFIGURATION_NEEDED("OutOfDateConfigurationNeeded"),
  REVOKED("Revoked");

  private final String text;

  TcbStatus(String text) {
    this.text = text;
  }

  /** As Intel spells it. */
  String text() {
    return text;
  }

  static Optional<TcbStatus> of(String text) {
    for (TcbStatus status : values()) {
      if (status.text.equals(text)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }

  /** The status of a platform together with that of a part of it, the module or the enclave. */
  TcbStatus and(TcbStatus part) {
    if (this == REVOKED || part == REVOKED) {
      return REVOKED;
    }
    if (part != OUT_OF_DATE) {
      return this;
    }
    return switch (this) {
      case UP_TO_DATE, SW_HARDENING_NEEDED, OUT_OF_DATE -> OUT_OF_DATE;
      default -> OUT_OF_DATE_CONFIGURATION_NEEDED;
    };
  }
}
