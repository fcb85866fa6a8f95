package dev.vmr.verify.bundle;

import dev.vmr.verify.cmw.Cmw;

/** What a part of a bundle is there for (docs/evidence.md, section 2). */
public enum PartRole {
  QUOTE("quote", false, Register.NONE, "--quote"),
  ENDORSEMENT("endorsement", true, Register.NONE, "--endorsement"),
  LOG("log", true, Register.PERHAPS, "--bootlog, --log"),
  MANIFEST("manifest", true, Register.ALWAYS, "--manifest"),
  IMA("ima", false, Register.ALWAYS, "--ima"),
  PCRS("pcrs", false, Register.NONE, "--pcrs"),
  BIOS_LOG("bios-log", false, Register.NONE, "--bios-log"),
  METADATA("metadata", false, Register.NONE, "");

  /** How many parts of a role there may be. */
  static final int MAX_PARTS = 64;

  /** Whether the label names a register. */
  enum Register {
    NONE,
    PERHAPS,
    ALWAYS
  }

  private final String text;
  private final boolean numbered;
  private final Register register;
  private final String options;

  PartRole(String text, boolean numbered, Register register, String options) {
    this.text = text;
    this.numbered = numbered;
    this.register = register;
    this.options = options;
  }

  /** The first word of its labels. */
  public String text() {
    return text;
  }

  /** The options of {@code vmr verify} that give the same; empty when there are none. */
  public String options() {
    return options;
  }

  boolean numbered() {
    return numbered;
  }

  Register register() {
    return register;
  }

  int most() {
    return numbered ? MAX_PARTS : 1;
  }

  long indicator() {
    return this == ENDORSEMENT ? Cmw.ENDORSEMENTS : Cmw.EVIDENCE;
  }
}
