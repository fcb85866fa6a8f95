package dev.vmr.verify.ear;

/** An aspect of trustworthiness (AR4SI, section 2.3.4), in the order of the vector. */
public enum TrustClaim {
  INSTANCE_IDENTITY("instance-identity"),
  CONFIGURATION("configuration"),
  EXECUTABLES("executables"),
  FILE_SYSTEM("file-system"),
  HARDWARE("hardware"),
  RUNTIME_OPAQUE("runtime-opaque"),
  STORAGE_OPAQUE("storage-opaque"),
  SOURCED_DATA("sourced-data");

  private final String text;

  TrustClaim(String text) {
    this.text = text;
  }

  /** The name in JSON. */
  public String text() {
    return text;
  }
}
