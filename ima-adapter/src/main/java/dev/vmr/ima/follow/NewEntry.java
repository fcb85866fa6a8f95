package dev.vmr.ima.follow;

import dev.vmr.ima.ImaEntry;
import dev.vmr.ima.Printable;
import dev.vmr.record.Extend;
import dev.vmr.record.Note;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry that is to extend the register.
 *
 * @param digests one for each bank; FF in every byte for a violation
 * @param note its path, for people, or null
 */
record NewEntry(List<Digest> digests, @Nullable Note note) {

  static NewEntry of(ImaEntry entry, List<HashAlgorithm> banks) {
    return new NewEntry(digests(entry, banks), note(entry));
  }

  static List<Digest> digests(ImaEntry entry, List<HashAlgorithm> banks) {
    List<Digest> digests = new ArrayList<>(banks.size());
    for (HashAlgorithm bank : banks) {
      digests.add(entry.violation() ? Digest.filled(bank, 0xFF) : entry.hash(bank));
    }
    return digests;
  }

  private static @Nullable Note note(ImaEntry entry) {
    String path = Printable.of(entry.path().orElse(""));
    String text = entry.violation() ? "violation " + path : path;
    return text.isEmpty() ? null : Note.of(text);
  }

  Extend record(RegisterName register) {
    return new Extend(register, digests, note);
  }
}
