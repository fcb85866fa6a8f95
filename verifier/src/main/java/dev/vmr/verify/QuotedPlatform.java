package dev.vmr.verify;

/** Whose quote it is, by its stable name. */
public enum QuotedPlatform {
  TDX("tdx"),
  SEV_SNP("sev-snp"),
  /** A Nitro enclave. */
  NITRO("nitro"),
  /** The TPM of an instance, of which Nitro says what it holds. */
  NITRO_TPM("nitro-tpm"),
  CCA("cca"),
  TPM("tpm"),
  /** A vTPM whose key a SEV-SNP report holds (Azure). */
  AZURE_SEV_SNP("azure-sev-snp"),
  /** A vTPM whose key a TD quote holds (Azure). */
  AZURE_TDX("azure-tdx"),
  SIMULATED("simulated"),
  /** Nothing that is known here. */
  UNKNOWN("unknown");

  private final String text;

  QuotedPlatform(String text) {
    this.text = text;
  }

  /** The stable spelling. */
  public String text() {
    return text;
  }
}
