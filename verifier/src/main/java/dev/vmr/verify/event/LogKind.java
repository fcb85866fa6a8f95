package dev.vmr.verify.event;

/** The formats of logs that are read here (docs/logs.md). */
public enum LogKind {
  /** The crypto-agile log of a TPM's firmware. */
  TCG2("tcg2"),
  /** The firmware log of TPM 1.2, SHA-1 only. */
  TCG_SHA1("tcg-sha1"),
  /** The crypto-agile log of a confidential VM's firmware. */
  CCEL("ccel"),
  /** The attestation agent's events of Confidential Containers in TCG2 form. */
  AAEL("aael"),
  /** The attestation agent's old text log. */
  AAEL_TEXT("aael-text"),
  /** The events of dstack. */
  DSTACK("dstack"),
  CEL_TLV("cel-tlv"),
  CEL_JSON("cel-json"),
  CEL_CBOR("cel-cbor"),
  /** systemd's JSON text sequence. */
  SYSTEMD("systemd"),
  /** A list of the kernel's IMA. */
  IMA("ima"),
  /** The event log of this project. */
  VMR("vmr");

  private final String text;

  LogKind(String text) {
    this.text = text;
  }

  /** The stable spelling. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
