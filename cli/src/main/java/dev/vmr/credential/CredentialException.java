package dev.vmr.credential;

/** A file of a certification authority is not what it should be; the message is for people. */
public final class CredentialException extends Exception {
  private static final long serialVersionUID = 1L;

  CredentialException(String message) {
    super(message, null, false, false);
  }
}
