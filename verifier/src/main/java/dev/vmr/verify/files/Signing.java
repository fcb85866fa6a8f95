package dev.vmr.verify.files;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What is known of an entry's signature.
 *
 * @param state whether it is somebody's
 * @param signers the names of the keys that it is by; none unless it is valid
 * @param text for people
 */
record Signing(State state, List<String> signers, String text) {

  /** Whether a signature is somebody's. */
  enum State {
    /** There is none. */
    NONE,
    /** It is by a key that is believed. */
    VALID,
    /** It names a key that is believed, and is not by it. */
    INVALID,
    /** It names no key that is believed. */
    UNKNOWN_KEY,
    /** It cannot be verified here. */
    UNSUPPORTED
  }

  Signing {
    signers = ImmutableList.copyOf(signers);
  }

  static Signing none() {
    return new Signing(State.NONE, List.of(), "it has no signature");
  }

  static Signing valid(List<String> signers) {
    return new Signing(State.VALID, signers, "it is signed by " + String.join(", ", signers));
  }

  static Signing invalid(String text) {
    return new Signing(State.INVALID, List.of(), text);
  }

  static Signing unknownKey(String key) {
    return new Signing(
        State.UNKNOWN_KEY, List.of(), "its signature names the key " + key + ", which is not here");
  }

  static Signing unsupported(String reason) {
    return new Signing(State.UNSUPPORTED, List.of(), "its signature cannot be verified: " + reason);
  }

  boolean valid() {
    return state == State.VALID;
  }
}
