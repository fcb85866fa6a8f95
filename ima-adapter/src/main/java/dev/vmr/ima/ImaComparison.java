package dev.vmr.ima;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares the entries of a list with the extensions of a register, one by one. */
public final class ImaComparison implements ImaSink {
  private final int pcr;
  private final Iterator<List<Digest>> extensions;
  private long entries;
  private long ahead;
  private long last;
  private @Nullable ImaDifference difference;

  /**
   * Begins before the first entry.
   *
   * @param pcr the PCR whose entries are meant
   * @param extensions what the register was extended by since its last reset, in order
   */
  public ImaComparison(int pcr, Iterator<List<Digest>> extensions) {
    this.pcr = pcr;
    this.extensions = extensions;
  }

  @Override
  public void entry(ImaEntry entry) {
    last = entry.number();
    if (entry.pcr() != pcr) {
      return;
    }
    entries++;
    if (difference != null) {
      ahead += difference.kind() == ImaDifference.Kind.AHEAD ? 1 : 0;
    } else if (!extensions.hasNext()) {
      ahead = 1;
      difference = difference(ImaDifference.Kind.AHEAD, entry, "");
    } else {
      List<Digest> extension = extensions.next();
      for (Digest digest : extension) {
        if (difference == null && !explains(entry, digest)) {
          String text = "the register was extended by " + digest + " in its place";
          difference = difference(ImaDifference.Kind.DIFFERS, entry, text);
        }
      }
    }
  }

  private ImaDifference difference(ImaDifference.Kind kind, ImaEntry entry, String text) {
    return new ImaDifference(kind, entry.number(), entries, entry.path().orElse(""), text);
  }

  private static boolean explains(ImaEntry entry, Digest digest) {
    HashAlgorithm algorithm = digest.algorithm();
    if (entry.violation()) {
      return digest.equals(Digest.filled(algorithm, 0xFF));
    }
    if (algorithm == entry.algorithm() && digest.equals(entry.templateDigest())) {
      return entry.opaque() || entry.hash(algorithm).equals(digest);
    }
    return (!entry.opaque() && entry.hash(algorithm).equals(digest))
        || (entry.algorithm() == HashAlgorithm.SHA1
            && algorithm.size() > HashAlgorithm.SHA1.size()
            && ImaBank.padded(entry.templateDigest(), algorithm).equals(digest));
  }

  /** The first difference, once the whole list was given; empty when there is none. */
  public Optional<ImaDifference> result() {
    ImaDifference found = difference;
    if (found != null && found.kind() == ImaDifference.Kind.AHEAD) {
      return Optional.of(
          new ImaDifference(
              found.kind(),
              found.entry(),
              found.extension(),
              found.claimedPath(),
              "the register was extended by "
                  + (entries - ahead)
                  + " entries; "
                  + ahead
                  + " of the list are not in it"));
    }
    if (found == null && extensions.hasNext()) {
      long missing = 0;
      for (; extensions.hasNext(); missing++) {
        extensions.next();
      }
      return Optional.of(
          new ImaDifference(
              ImaDifference.Kind.MISSING,
              last + 1,
              entries + 1,
              "",
              "the register was extended " + missing + " more times than the list has entries"));
    }
    return Optional.ofNullable(found);
  }
}
