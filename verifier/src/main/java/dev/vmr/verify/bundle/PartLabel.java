package dev.vmr.verify.bundle;

import com.google.common.base.Splitter;
import dev.vmr.register.RegisterName;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;

/**
 * What a part is called (docs/evidence.md, section 2).
 *
 * @param role what it is there for
 * @param number its place among those of its role, from 0; 0 when there is only one
 * @param register of which it is said to be
 */
public record PartLabel(PartRole role, int number, Optional<RegisterName> register)
    implements Comparable<PartLabel> {
  private static final Comparator<PartLabel> ORDER =
      Comparator.comparing(PartLabel::role).thenComparingInt(PartLabel::number);

  /** Checks that the role has such labels. */
  public PartLabel {
    boolean fits =
        switch (role.register()) {
          case NONE -> register.isEmpty();
          case PERHAPS -> true;
          case ALWAYS -> register.isPresent();
        };
    if (number < 0 || number >= role.most() || !fits) {
      throw new IllegalArgumentException("no label of a bundle");
    }
  }

  /**
   * Parses one.
   *
   * @throws IllegalArgumentException when it is not the one spelling of a label
   */
  static PartLabel parse(String text) {
    Iterator<String> words = Splitter.on('/').split(text).iterator();
    String first = words.next();
    for (PartRole role : PartRole.values()) {
      if (role.text().equals(first)) {
        int number = role.numbered() && words.hasNext() ? number(words.next()) : 0;
        Optional<RegisterName> register =
            words.hasNext() ? RegisterName.tryParse(words.next()) : Optional.empty();
        PartLabel label = new PartLabel(role, number, register);
        if (label.text().equals(text)) {
          return label;
        }
      }
    }
    throw new IllegalArgumentException("no label of a bundle");
  }

  private static int number(String digits) {
    boolean two = digits.length() == 2 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return two ? Integer.parseInt(digits) : -1;
  }

  /** The one spelling. */
  public String text() {
    String number = role.numbered() ? String.format(Locale.ROOT, "/%02d", this.number) : "";
    return role.text() + number + register.map(name -> "/" + name.text()).orElse("");
  }

  @Override
  public int compareTo(PartLabel other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return text();
  }
}
