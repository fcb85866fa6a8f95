package dev.vmr.tpm.engine;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandReader;
import dev.vmr.tpm.command.CommandWriter;
import dev.vmr.tpm.command.ResponseCode;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * Checks the authorizations of one command and makes those of its response (Part 1, section 19).
 */
final class Authorizer {
  private final EngineState state;
  private final CommandSpec spec;
  private final int[] handles;
  private final List<Authorization> entries;
  private final SessionProofs proofs;

  Authorizer(EngineState state, CommandSpec spec, int[] handles, List<Authorization> entries) {
    this.state = state;
    this.spec = spec;
    this.handles = handles.clone();
    this.entries = List.copyOf(entries);
    this.proofs = new SessionProofs(state, spec, handles, entries);
  }

  /**
   * Checks every authorization against the parameters as they came, then decrypts the first
   * parameter if a session says so.
   *
   * @param parameters what the command holds behind its authorizations
   * @return the parameters in clear
   */
  byte[] check(byte[] parameters) throws CommandException {
    checkAttributes();
    if (entries.size() < spec.authorizations()) {
      throw new CommandException(ResponseCode.AUTH_MISSING);
    }
    for (int i = 0; i < entries.size(); i++) {
      check(i, parameters);
    }
    Authorization decrypting = proofs.with(AuthorizationArea.DECRYPT);
    if (decrypting == null) {
      return parameters;
    }
    return cipher(decrypting, false, parameters);
  }

  private void checkAttributes() throws CommandException {
    boolean decrypting = false;
    boolean encrypting = false;
    for (int i = 0; i < entries.size(); i++) {
      Authorization entry = entries.get(i);
      boolean decrypts = entry.has(AuthorizationArea.DECRYPT);
      boolean encrypts = entry.has(AuthorizationArea.ENCRYPT);
      boolean idle = i >= spec.authorizations() && !decrypts && !encrypts;
      if (idle && entry.session() == null) {
        throw new CommandException(ResponseCode.session(ResponseCode.HANDLE, i + 1));
      }
      if (idle
          || (decrypts && (decrypting || !spec.has(CommandSpec.DECRYPT)))
          || (encrypts && (encrypting || !spec.has(CommandSpec.ENCRYPT)))) {
        throw new CommandException(ResponseCode.session(ResponseCode.ATTRIBUTES, i + 1));
      }
      AuthSession session = entry.session();
      if ((decrypts || encrypts) && (session == null || session.cipher() == null)) {
        throw new CommandException(ResponseCode.session(ResponseCode.SYMMETRIC, i + 1));
      }
      decrypting |= decrypts;
      encrypting |= encrypts;
    }
  }

  private void check(int index, byte[] parameters) throws CommandException {
    Authorization entry = entries.get(index);
    AuthSession session = entry.session();
    byte[] expected =
        session == null ? proofs.auth(index) : proofs.command(index, entry, session, parameters);
    byte[] given = session == null ? withoutTrailingZeros(entry.hmac()) : entry.hmac();
    if (!MessageDigest.isEqual(expected, given)) {
      boolean lockout = index < spec.authorizations() && handles[index] == Hierarchies.LOCKOUT;
      throw new CommandException(
          ResponseCode.session(
              lockout ? ResponseCode.AUTH_FAIL : ResponseCode.BAD_AUTH, index + 1));
    }
  }

  private byte[] cipher(Authorization entry, boolean encrypt, byte[] parameters)
      throws CommandException {
    AuthSession session = entry.session();
    ParameterCipher cipher = session == null ? null : session.cipher();
    if (session == null || cipher == null) {
      return parameters;
    }
    CommandReader reader = new CommandReader(parameters, 0, parameters.length).parameter(1);
    byte[] first = reader.sized(parameters.length);
    byte[] newer = encrypt ? session.nonceTpm() : entry.nonceCaller();
    byte[] older = encrypt ? entry.nonceCaller() : session.nonceTpm();
    byte[] changed =
        cipher.apply(
            encrypt, session.algorithm(), proofs.auth(entries.indexOf(entry)), newer, older, first);
    byte[] result = parameters.clone();
    System.arraycopy(changed, 0, result, 2, changed.length);
    return result;
  }

  /**
   * Rolls the nonces, encrypts the first parameter of the response if a session says so, and writes
   * the response's authorizations.
   *
   * @param answer the response's parameters
   * @return what stands behind the response's header and handle
   */
  byte[] answer(byte[] answer) throws CommandException {
    for (Authorization entry : entries) {
      AuthSession session = entry.session();
      if (session != null) {
        session.roll(state.randomBytes(session.nonceTpm().length));
      }
    }
    Authorization encrypting = proofs.with(AuthorizationArea.ENCRYPT);
    byte[] sent = encrypting == null ? answer : cipher(encrypting, true, answer);
    CommandWriter out = new CommandWriter().u32(sent.length).bytes(sent);
    for (int i = 0; i < entries.size(); i++) {
      Authorization entry = entries.get(i);
      AuthSession session = entry.session();
      if (session == null) {
        out.u16(0).u8(AuthorizationArea.CONTINUE_SESSION).u16(0);
        continue;
      }
      byte[] hmac = proofs.answer(i, entry, session, sent);
      out.sized(session.nonceTpm()).u8(entry.attributes()).sized(hmac);
      if (!entry.has(AuthorizationArea.CONTINUE_SESSION)) {
        state.sessions.remove(session.handle());
      }
    }
    return out.toByteArray();
  }

  /** An authorization value has no trailing zeros (Part 1, section 19.6.4.3). */
  static byte[] withoutTrailingZeros(byte[] value) {
    int size = value.length;
    while (size > 0 && value[size - 1] == 0) {
      size--;
    }
    return Arrays.copyOf(value, size);
  }

  /** The algorithms that a session may have. */
  static List<HashAlgorithm> sessionAlgorithms() {
    return PcrState.BANKS;
  }
}
