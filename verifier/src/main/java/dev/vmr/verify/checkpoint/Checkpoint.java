package dev.vmr.verify.checkpoint;

import dev.vmr.record.Begin;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.replay.ReplayState;
import dev.vmr.replay.VirtualRegister;
import java.util.Map;
import java.util.Objects;

/**
 * A place in a log, and everything there is to know to go on from it (docs/checkpoint.md).
 *
 * @param bytes the first byte that is not covered; a line begins there
 * @param lines how many lines lie before it
 * @param state what they replay to
 * @param prefix the digest of the bytes before it
 */
public record Checkpoint(long bytes, long lines, ReplayState state, PrefixValue prefix) {
  static final String HEAD = "vmr checkpoint 1";
  static final String END = "end";

  /** How large its text may be. */
  public static final int MAX_SIZE = 16 << 20;

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException when no log has them
   */
  public Checkpoint {
    if (state.records() > lines || lines > bytes) {
      throw new IllegalArgumentException("there are not more records than lines than bytes");
    }
    if (state.records() == 0 && (!state.value().isZero() || !state.registers().isEmpty())) {
      throw new IllegalArgumentException("without a record nothing is extended");
    }
    Objects.requireNonNull(prefix);
  }

  /** Before the first byte of a log, whatever it holds. */
  public static Checkpoint start(HashAlgorithm algorithm) {
    ReplayState nothing = new ReplayState(Digest.zero(algorithm), 0, 0, 0, null, Map.of());
    return new Checkpoint(0, 0, nothing, new PrefixDigest().value());
  }

  /**
   * Reads a checkpoint.
   *
   * @throws CheckpointFormatException with the line, when the text is not the spelling of one
   */
  public static Checkpoint parse(String text) throws CheckpointFormatException {
    return new CheckpointParser(text).parse();
  }

  /** Its one spelling. */
  public String format() {
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    text.append("position bytes/").append(bytes).append(" lines/").append(lines);
    text.append(" records/").append(state.records()).append(" syncs/").append(state.syncs());
    text.append(" jumps/").append(state.jumps()).append('\n');
    text.append("physical ").append(state.value()).append('\n');
    Begin begin = state.begin();
    if (begin != null) {
      text.append("begin boot/").append(begin.bootId());
      text.append(" register/").append(begin.physical()).append('\n');
    }
    text.append("blocks ").append(prefix.blocks()).append('\n');
    text.append("rest ").append(prefix.rest()).append('\n');
    state.registers().values().forEach(each -> append(text, each));
    return text.append(END).append('\n').toString();
  }

  private static void append(StringBuilder text, VirtualRegister register) {
    register.definition().ifPresent(define -> text.append(define.format()).append('\n'));
    text.append(register.name()).append(" holds extends/").append(register.extensions());
    text.append(" resets/").append(register.resets());
    if (register.locked()) {
      text.append(" locked");
    }
    for (Digest value : register.banks().values()) {
      text.append(' ').append(value);
    }
    text.append('\n');
  }
}
