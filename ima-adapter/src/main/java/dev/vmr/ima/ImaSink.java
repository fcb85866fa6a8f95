package dev.vmr.ima;

/** Takes the entries of a list, in order. */
@FunctionalInterface
public interface ImaSink {
  /**
   * One entry.
   *
   * @param entry valid during this call only; {@link ImaEntry#toBytes} copies
   */
  void entry(ImaEntry entry);
}
