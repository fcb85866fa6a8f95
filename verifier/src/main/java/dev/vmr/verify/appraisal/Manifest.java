package dev.vmr.verify.appraisal;

import com.google.common.collect.ImmutableList;
import dev.vmr.log.LineScanner;
import dev.vmr.log.LineSink;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.replay.LogFinding;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.LogCheck;
import dev.vmr.verify.Source;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a machine is to be launched with (docs/verification.md, section 8).
 *
 * @param log the manifest, replayed from zeros
 * @param extensions what each of its records extends a register by, in order
 */
public record Manifest(ReplayedLog log, List<Digest> extensions) {

  /** Copies the list. */
  public Manifest {
    extensions = ImmutableList.copyOf(extensions);
  }

  /**
   * Reads a manifest that can be launched with: all that it says is in its value.
   *
   * @param algorithm the algorithm of the register
   * @throws EvidenceException when it is none: where, and why
   */
  public static Manifest read(Source source, HashAlgorithm algorithm)
      throws IOException, EvidenceException {
    ReplayedLog log = LogCheck.replay(source, algorithm, null).result();
    if (!log.findings().isEmpty()) {
      LogFinding first = log.findings().get(0);
      throw new EvidenceException("no manifest: line " + first.line() + ": " + first.text());
    }
    if (log.records() == 0) {
      throw new EvidenceException("no manifest: it has no record");
    }
    if (log.value().algorithm() != algorithm) {
      throw new EvidenceException(
          "a manifest for a register of "
              + algorithm
              + " begins with a SYNC of "
              + algorithm
              + ", this one with one of "
              + log.value().algorithm());
    }
    return new Manifest(log, extensions(source, algorithm));
  }

  private static List<Digest> extensions(Source source, HashAlgorithm algorithm)
      throws IOException {
    List<Digest> digests = new ArrayList<>();
    LineSink sink =
        new LineSink() {
          @Override
          public void record(long line, byte[] buffer, int offset, int length) {
            digests.add(algorithm.hash(buffer, offset, length));
          }

          @Override
          public void torn(long line, byte[] buffer, int offset, int length) {}

          @Override
          public void tooLong(long line) {}
        };
    try (InputStream in = source.open()) {
      LineScanner.scan(in, sink);
    }
    return digests;
  }

  /** The value to launch with. */
  public Digest value() {
    return log.value();
  }
}
