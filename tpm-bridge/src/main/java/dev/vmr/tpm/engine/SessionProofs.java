package dev.vmr.tpm.engine;

import dev.vmr.tpm.command.CommandWriter;
import dev.vmr.tpm.command.ResponseCode;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The HMACs of the sessions of one command and of its response (Part 1, section 19.6). */
final class SessionProofs {
  private final EngineState state;
  private final CommandSpec spec;
  private final int[] handles;
  private final List<Authorization> entries;

  SessionProofs(EngineState state, CommandSpec spec, int[] handles, List<Authorization> entries) {
    this.state = state;
    this.spec = spec;
    this.handles = handles.clone();
    this.entries = List.copyOf(entries);
  }

  /** The entry with an attribute that at most one has, or null. */
  @Nullable Authorization with(int attribute) {
    for (Authorization entry : entries) {
      if (entry.has(attribute)) {
        return entry;
      }
    }
    return null;
  }

  /**
   * The session value: the session key is empty, so it is the authorization value of the handle.
   */
  byte[] auth(int index) {
    if (index >= spec.authorizations()) {
      return new byte[0];
    }
    Sequence sequence = state.sequences.find(handles[index]);
    return sequence == null ? state.hierarchies.auth(handles[index]) : sequence.auth();
  }

  /**
   * What a session's HMAC of the command has to be.
   *
   * @param index which of the entries, from 0
   * @param parameters as they came, perhaps encrypted
   */
  byte[] command(int index, Authorization entry, AuthSession session, byte[] parameters) {
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

  /**
   * A session's HMAC of the response.
   *
   * @param sent the response's parameters as they go out, perhaps encrypted
   */
  byte[] answer(int index, Authorization entry, AuthSession session, byte[] sent) {
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

  /** The Name (Part 1, section 16): of a sequence it is empty, of all else here the handle. */
  private byte[] name(int handle) {
    return state.sequences.find(handle) == null
        ? new CommandWriter().u32(handle).toByteArray()
        : new byte[0];
  }
}
