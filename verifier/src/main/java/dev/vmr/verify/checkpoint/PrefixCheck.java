package dev.vmr.verify.checkpoint;

/** How much of what lies before a checkpoint is read and compared (docs/checkpoint.md, 2). */
public enum PrefixCheck {
  /** What the next checkpoint needs: at most 65,535 bytes. */
  LAST_BLOCK,
  /** All of it, if that is at most 64 blocks; else as {@link #LAST_BLOCK}. */
  SHORT_LOGS,
  /** All of it. */
  ALL
}
