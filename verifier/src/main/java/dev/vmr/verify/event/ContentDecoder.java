package dev.vmr.verify.event;

/** Understands the data of an event, each time anew: a log keeps bytes, not what they mean. */
@FunctionalInterface
public interface ContentDecoder {
  /**
   * What the data says; opaque or invalid where it says nothing.
   *
   * @param data a copy
   */
  EventContent decode(byte[] data);
}
