package dev.vmr.verify.files;

import dev.vmr.verify.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what sha256sum and its like print (docs/ima-policy.md, section 1). */
final class ChecksumList {
  private static final int MAX_LINE = 1 << 16;

  /** What older allowlists of Keylime have before the name of a keyring. */
  private static final String KEYRING = "%keyring:";

  private static final Set<Integer> DIGITS = Set.of(40, 56, 64, 96, 128);
  private static final Set<String> TAGS =
      Set.of("SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SM3");

  private final BufferedReader in;
  private final PolicyDraft draft = new PolicyDraft();
  private long number;
  private long characters;

  ChecksumList(InputStream in) {
    this.in =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
  }

  FilePolicy read() throws FilePolicyException, IOException {
    try {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c >= 0; c = in.read()) {
        if (++characters > JsonReader.MAX_SIZE) {
          throw failure("a list has at most 256 MiB");
        }
        if (c == '\n') {
          line(line.toString());
          line.setLength(0);
        } else if (line.length() == MAX_LINE) {
          number++;
          throw failure("a line has at most " + MAX_LINE + " characters");
        } else {
          line.append((char) c);
        }
      }
      if (line.length() > 0) {
        line(line.toString());
      }
    } catch (CharacterCodingException e) {
      number++;
      throw failure("here or behind it is not UTF-8");
    }
    if (draft.paths.isEmpty() && draft.keyrings.isEmpty()) {
      throw new FilePolicyException(Math.max(number, 1), 0, "the list has no digest");
    }
    return new FilePolicy(PolicyFormat.CHECKSUMS, draft);
  }

  private FilePolicyException failure(String reason) {
    return new FilePolicyException(number, 0, reason);
  }

  private void line(String line) throws FilePolicyException {
    number++;
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    if (line.indexOf('\r') >= 0) {
      throw failure("a line ends in LF alone, and a carriage return in a path is written \\\\r");
    }
    boolean escaped = line.startsWith("\\");
    String rest = escaped ? line.substring(1) : line;
    int space = rest.indexOf(' ');
    if (space < 0) {
      throw failure("a digest, two spaces and a path, or what sha256sum --tag prints");
    }
    String first = rest.substring(0, space);
    if (TAGS.contains(first)) {
      tagged(first, rest.substring(space + 1), escaped);
      return;
    }
    boolean hex = DIGITS.contains(first.length()) && ReferenceDigests.isHex(first);
    if (!hex && !ReferenceDigests.isNamed(first)) {
      throw failure("a digest has 40, 56, 64, 96 or 128 digits of lower-case hex");
    }
    // Some print one space only; a second one, or the mark of a binary file, is no part of the
    // path.
    boolean marked = rest.startsWith(" ", space + 1) || rest.startsWith("*", space + 1);
    add(first, rest.substring(space + (marked ? 2 : 1)), escaped);
  }

  private void tagged(String tag, String rest, boolean escaped) throws FilePolicyException {
    int equals = rest.lastIndexOf(") = ");
    if (!rest.startsWith("(") || equals < 1) {
      throw failure("behind " + tag + " is (path) = digest");
    }
    String digest = tag.toLowerCase(Locale.ROOT) + ":" + rest.substring(equals + 4);
    if (!ReferenceDigests.isNamed(digest)) {
      throw failure("the digest is not one of " + tag + " in lower-case hex");
    }
    add(digest, rest.substring(1, equals), escaped);
  }

  private void add(String digest, String path, boolean escaped) throws FilePolicyException {
    if (path.isEmpty()) {
      throw failure("the path is empty");
    }
    if (path.indexOf('\0') >= 0) {
      throw failure("a path has no NUL");
    }
    ReferenceDigests digests = ReferenceDigests.of(List.of(digest));
    if (path.startsWith(KEYRING)) {
      PolicyDraft.add(draft.keyrings, path.substring(KEYRING.length()), digests);
    } else {
      draft.file(escaped ? unescape(path) : path, digests);
    }
  }

  private String unescape(String path) throws FilePolicyException {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '\\') {
        i++;
        int known = i < path.length() ? "nr\\".indexOf(path.charAt(i)) : -1;
        if (known < 0) {
          throw failure("behind a backslash is n, r or a backslash");
        }
        c = "\n\r\\".charAt(known);
      }
      plain.append(c);
    }
    return plain.toString();
  }
}
