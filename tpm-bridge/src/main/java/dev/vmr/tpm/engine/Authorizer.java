package dev.vmr.tpm.engine;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandReader;
import dev.vmr.tpm.command.CommandWriter;
import dev.vmr.tpm.command.ResponseCode;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the authorizations of one command and makes those of its response (Part 1, section 19).
 */
final class Authorizer {
  private final EngineState state;
  private final CommandSpec spec;
  private final int[] handles;
  private final List<Authorization> entries;

  Authorizer(EngineState state, CommandSpec spec, int[] handles, List<Authorization> entries) {
    this.state = state;
    this.spec = spec;
    this.handles = handles.clone();
    this.entries = List.copyOf(entries);
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
    Authorization decrypting = with(AuthorizationArea.DECRYPT);
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
        session == null ? auth(index) : commandHmac(index, entry, session, parameters);
    byte[] given = session == null ? withoutTrailingZeros(entry.hmac()) : entry.hmac();
    if (!MessageDigest.isEqual(expected, given)) {
      boolean lockout = index < spec.authorizations() && handles[index] == Hierarchies.LOCKOUT;
      throw new CommandException(
          ResponseCode.session(
              lockout ? ResponseCode.AUTH_FAIL : ResponseCode.BAD_AUTH, index + 1));
    }
  }

  private byte[] commandHmac(
      int index, Authorization entry, AuthSession session, byte[] parameters) {
    byte[] key = auth(index);
    if (key.length == 0 && entry.hmac().length == 0) {
      return key; // Part 1, section 19.6.5: an empty key allows an empty HMAC
    }
    MessageDigest cpHash = session.algorithm().newMessageDigest();
    cpHash.update(new CommandWriter().u32(spec.code()).toByteArray());
    for (int handle : handles) {
      cpHash.update(name(handle));
    }
    cpHash.update(parameters);
    return KeyDerivation.hmac(
        session.algorithm(),
        key,
        List.of(
            cpHash.digest(),
            entry.nonceCaller(),
            session.nonceTpm(),
            otherNonces(index),
            new byte[] {(byte) entry.attributes()}));
  }

  /** For the first session: the TPM nonces of other sessions that decrypt or encrypt. */
  private byte[] otherNonces(int index) {
    CommandWriter nonces = new CommandWriter();
    Authorization decrypting = with(AuthorizationArea.DECRYPT);
    Authorization encrypting = with(AuthorizationArea.ENCRYPT);
    if (index == 0) {
      addNonce(nonces, decrypting);
      if (encrypting != decrypting) {
        addNonce(nonces, encrypting);
      }
    }
    return nonces.toByteArray();
  }

  private void addNonce(CommandWriter nonces, @Nullable Authorization entry) {
    if (entry != null && entry != entries.get(0)) {
      AuthSession session = entry.session();
      nonces.bytes(session == null ? new byte[0] : session.nonceTpm());
    }
  }

  private @Nullable Authorization with(int attribute) {
    for (Authorization entry : entries) {
      if (entry.has(attribute)) {
        return entry;
      }
    }
    return null;
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
            encrypt, session.algorithm(), auth(entries.indexOf(entry)), newer, older, first);
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
    Authorization encrypting = with(AuthorizationArea.ENCRYPT);
    byte[] sent = encrypting == null ? answer : cipher(encrypting, true, answer);
    CommandWriter out = new CommandWriter().u32(sent.length).bytes(sent);
    for (int i = 0; i < entries.size(); i++) {
      Authorization entry = entries.get(i);
      AuthSession session = entry.session();
      if (session == null) {
        out.u16(0).u8(AuthorizationArea.CONTINUE_SESSION).u16(0);
        continue;
      }
      byte[] hmac = answerHmac(i, entry, session, sent);
      out.sized(session.nonceTpm()).u8(entry.attributes()).sized(hmac);
      if (!entry.has(AuthorizationArea.CONTINUE_SESSION)) {
        state.sessions.remove(session.handle());
      }
    }
    return out.toByteArray();
  }

  private byte[] answerHmac(int index, Authorization entry, AuthSession session, byte[] sent) {
    byte[] key = auth(index);
    if (key.length == 0 && entry.hmac().length == 0) {
      return key;
    }
    MessageDigest rpHash = session.algorithm().newMessageDigest();
    rpHash.update(
        new CommandWriter().u32(ResponseCode.SUCCESS).u32(spec.code()).bytes(sent).toByteArray());
    return KeyDerivation.hmac(
        session.algorithm(),
        key,
        List.of(
            rpHash.digest(),
            session.nonceTpm(),
            entry.nonceCaller(),
            new byte[] {(byte) entry.attributes()}));
  }

  /**
   * The session value: the session key is empty, so it is the authorization value of the handle.
   */
  private byte[] auth(int index) {
    if (index >= spec.authorizations()) {
      return new byte[0];
    }
    Sequence sequence = state.sequences.find(handles[index]);
    return sequence == null ? state.hierarchies.auth(handles[index]) : sequence.auth();
  }

  /** The Name (Part 1, section 16): of a sequence it is empty, of all else here the handle. */
  private byte[] name(int handle) {
    return state.sequences.find(handle) == null
        ? new CommandWriter().u32(handle).toByteArray()
        : new byte[0];
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
