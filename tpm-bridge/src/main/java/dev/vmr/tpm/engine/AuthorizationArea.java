package dev.vmr.tpm.engine;

import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandReader;
import dev.vmr.tpm.command.ResponseCode;
import java.util.ArrayList;
import java.util.List;

/** The authorization area of a command (Part 1, section 18.6): up to three TPMS_AUTH_COMMAND. */
final class AuthorizationArea {
  static final int CONTINUE_SESSION = 0x01;
  static final int DECRYPT = 0x20;
  static final int ENCRYPT = 0x40;

  private static final int RS_PW = 0x4000_0009;
  private static final int AUDIT = 0x80 | 0x02 | 0x04;
  private static final int RESERVED = 0x18;
  private static final int MAX_SESSIONS = 3;
  private static final int HMAC_TYPE = 0x02;
  private static final int POLICY_TYPE = 0x03;
  private static final int TYPE_SHIFT = 24;

  private AuthorizationArea() {}

  /** Reads all entries up to the end of {@code area}. */
  static List<Authorization> read(CommandReader area, HandleTable<AuthSession> sessions)
      throws CommandException {
    List<Authorization> entries = new ArrayList<>();
    while (area.remaining() > 0) {
      if (entries.size() == MAX_SESSIONS) {
        throw area.session(MAX_SESSIONS + 1).refuse(ResponseCode.SIZE);
      }
      entries.add(entry(area.session(entries.size() + 1), entries.size(), sessions));
    }
    return entries;
  }

  private static Authorization entry(
      CommandReader area, int index, HandleTable<AuthSession> sessions) throws CommandException {
    int handle = area.i32();
    byte[] nonce = area.sized(EngineState.MAX_DIGEST);
    int attributes = area.u8();
    byte[] hmac = area.sized(EngineState.MAX_DIGEST);
    int type = handle >>> TYPE_SHIFT;
    if (handle != RS_PW && type != HMAC_TYPE && type != POLICY_TYPE) {
      throw area.refuse(ResponseCode.VALUE);
    }
    if ((attributes & RESERVED) != 0) {
      throw area.refuse(ResponseCode.RESERVED_BITS);
    }
    AuthSession session = sessions.find(handle);
    if (handle != RS_PW && session == null) {
      throw new CommandException(ResponseCode.REFERENCE_S0 + index);
    }
    boolean audits = (attributes & AUDIT) != 0;
    boolean encrypts = (attributes & (DECRYPT | ENCRYPT)) != 0;
    if (audits || (session == null && encrypts)) {
      throw area.refuse(ResponseCode.ATTRIBUTES);
    }
    if (session == null && nonce.length > 0) {
      throw area.refuse(ResponseCode.NONCE);
    }
    return new Authorization(session, nonce, attributes, hmac);
  }
}
