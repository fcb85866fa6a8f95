package dev.vmr.ima;

import dev.vmr.ima.ImaDifference.Kind;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the entries of a list with the extensions of a register, one by one, and says in which
 * way they part (docs/ima.md, section 7).
 */
public final class ImaComparison {
  /** How far behind the first difference both are looked at. */
  private static final int WINDOW = 4096;

  private static final Set<HashAlgorithm> BANKS =
      EnumSet.of(
          HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);

  private final ImaSource list;
  private final int pcr;
  private final Iterator<List<Digest>> extensions;
  private long same;

  private ImaComparison(ImaSource list, int pcr, Iterator<List<Digest>> extensions) {
    this.list = list;
    this.pcr = pcr;
    this.extensions = extensions;
  }

  /**
   * The first difference; empty when there is none.
   *
   * @param pcr the PCR whose entries are meant
   * @param extensions what the register was extended by since its last reset, in order
   * @throws ImaFormatException when the list is truncated or malformed
   * @throws IOException when it cannot be read
   */
  public static Optional<ImaDifference> of(
      ImaSource list, int pcr, Iterator<List<Digest>> extensions)
      throws ImaFormatException, IOException {
    return new ImaComparison(list, pcr, extensions).run();
  }

  private Optional<ImaDifference> run() throws ImaFormatException, IOException {
    try (InputStream in = list.open()) {
      ImaReader reader = ImaReader.of(in);
      long last = 0;
      for (ImaEntry entry = reader.next(); entry != null; entry = reader.next()) {
        last = entry.number();
        if (entry.pcr() != pcr) {
          continue;
        }
        List<Digest> extension = extensions.hasNext() ? extensions.next() : null;
        if (extension == null || !explains(entry, extension)) {
          return Optional.of(difference(entry, extension, reader));
        }
        same++;
      }
      return missingAtTheEnd(last);
    }
  }

  private static boolean explains(ImaEntry entry, List<Digest> extension) {
    return ListedEntry.of(entry, banks(entry, extension)).explains(extension);
  }

  /** Only what is asked for is hashed; SHA-1 when it could be padded and the list has another. */
  private static Set<HashAlgorithm> banks(ImaEntry entry, List<Digest> extension) {
    Set<HashAlgorithm> banks = EnumSet.noneOf(HashAlgorithm.class);
    extension.forEach(digest -> banks.add(digest.algorithm()));
    if (entry.algorithm() != HashAlgorithm.SHA1) {
      banks.add(HashAlgorithm.SHA1);
    }
    return banks;
  }

  private Optional<ImaDifference> missingAtTheEnd(long last) {
    List<List<Digest>> rest = rest(null);
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    long count = rest.size();
    for (; extensions.hasNext(); count++) {
      extensions.next();
    }
    return Optional.of(
        new ImaDifference(
            Kind.MISSING,
            last + 1,
            same + 1,
            "",
            "",
            "the register was extended "
                + times(count, "time")
                + " more than the list has entries, first by "
                + rest.get(0)));
  }

  private List<List<Digest>> rest(@Nullable List<Digest> first) {
    List<List<Digest>> rest = new ArrayList<>();
    if (first != null) {
      rest.add(first);
    }
    while (rest.size() < WINDOW && extensions.hasNext()) {
      rest.add(extensions.next());
    }
    return rest;
  }

  private ImaDifference difference(
      ImaEntry entry, @Nullable List<Digest> extension, ImaReader reader)
      throws ImaFormatException, IOException {
    List<ListedEntry> entries = new ArrayList<>();
    entries.add(ListedEntry.of(entry, BANKS));
    long more = 0;
    for (ImaEntry next = reader.next(); next != null; next = reader.next()) {
      if (next.pcr() == pcr && entries.size() < WINDOW) {
        entries.add(ListedEntry.of(next, BANKS));
      } else if (next.pcr() == pcr) {
        more++;
      }
    }
    ListedEntry first = entries.get(0);
    if (extension == null) {
      return found(Kind.AHEAD, first, ahead(same, entries.size() + more));
    }
    Alignment alignment = new Alignment(entries, rest(extension));
    Alignment.Result result = alignment.find();
    if (result.kind() == Kind.ADDED) {
      long twin = twin(first);
      if (twin != first.number()) {
        return found(Kind.DUPLICATED, first, "it is in the list as entry " + twin + " too");
      }
    }
    return found(result.kind(), first, result.text());
  }

  /** What there is to say about a list that goes on behind the register. */
  static String ahead(long extended, long ahead) {
    return "the register was extended by "
        + times(extended, "entry")
        + "; "
        + (ahead == 1
            ? "this one, the last of the list, is not in it: a kernel lists an entry before it"
                + " extends it"
            : "this one and " + times(ahead - 1, "entry") + " behind it are not in it");
  }

  static String times(long count, String what) {
    if (count == 1) {
      return "1 " + what;
    }
    return count + " " + (what.equals("entry") ? "entries" : what + "s");
  }

  private ImaDifference found(Kind kind, ListedEntry entry, String text) {
    return new ImaDifference(
        kind, entry.number(), same + 1, entry.claimedPath(), entry.template().toString(), text);
  }

  /** The number of another entry that is the same measurement; that of the entry if none is. */
  private long twin(ListedEntry wanted) throws ImaFormatException, IOException {
    long[] found = {0};
    list.read(
        entry -> {
          if (found[0] == 0
              && entry.pcr() == pcr
              && entry.number() != wanted.number()
              && !wanted.violation()
              && entry.templateDigest().equals(wanted.template())) {
            found[0] = entry.number();
          }
        });
    return found[0] == 0 ? wanted.number() : found[0];
  }
}
