package dev.vmr.ima.follow;

/** The list is not one that the register can go on with. */
final class FollowException extends Exception {
  private static final long serialVersionUID = 1L;

  FollowException(String message) {
    super(message);
  }
}
