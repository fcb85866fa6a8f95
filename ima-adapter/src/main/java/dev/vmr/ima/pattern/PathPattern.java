package dev.vmr.ima.pattern;

import java.util.ArrayList;
import java.util.List;

/** One or several patterns, of which one must match (docs/ima-policy.md, section 6). Immutable. */
public final class PathPattern {
  /** The longest path of Linux in characters, and of a text that is looked at. */
  public static final int MAX_PATH = 4096;

  /** How many instructions the patterns of one list may become together. */
  static final int MAX_SIZE = 50_000;

  private final List<Branch> branches = new ArrayList<>();
  private long size;

  private PathPattern() {}

  /**
   * Regular expressions in the syntax of Python's {@code re}, of which one must match.
   *
   * @throws PatternFormatException when one is none, needs more than a regular language, or all are
   *     too large
   */
  public static PathPattern ofRegexes(List<String> regexes) throws PatternFormatException {
    PathPattern all = new PathPattern();
    for (String regex : regexes) {
      List<Node> looks = new ArrayList<>();
      all.add(new RegexParser(regex, looks).parse(), looks);
    }
    return all;
  }

  /** One regular expression in the syntax of Python's {@code re}. */
  public static PathPattern ofRegex(String regex) throws PatternFormatException {
    return ofRegexes(List.of(regex));
  }

  /** Globs (docs/ima-policy.md, section 6), of which one must match. */
  public static PathPattern ofGlobs(List<String> globs) throws PatternFormatException {
    PathPattern all = new PathPattern();
    for (String glob : globs) {
      all.add(new GlobParser(glob).parse(), List.of());
    }
    return all;
  }

  /** One glob. */
  public static PathPattern ofGlob(String glob) throws PatternFormatException {
    return ofGlobs(List.of(glob));
  }

  private void add(Node pattern, List<Node> looks) throws PatternFormatException {
    size += 1 + Node.size(pattern, MAX_SIZE);
    if (size > MAX_SIZE) {
      throw new PatternFormatException(0, "the patterns are too large together");
    }
    branches.add(Branch.of(pattern, looks));
  }

  /** Whether a pattern matches at the beginning of a path, as Python's {@code re.match} does. */
  public boolean matchesBeginning(String path) {
    return matches(path, false);
  }

  /** Whether a pattern matches all of a path. */
  public boolean matchesAll(String path) {
    return matches(path, true);
  }

  private boolean matches(String path, boolean all) {
    if (path.length() > MAX_PATH) {
      return false;
    }
    int[] text = null;
    for (Branch branch : branches) {
      if (path.startsWith(branch.prefix())) {
        text = text == null ? path.codePoints().toArray() : text;
        if (branch.matches(text, all)) {
          return true;
        }
      }
    }
    return false;
  }
}
