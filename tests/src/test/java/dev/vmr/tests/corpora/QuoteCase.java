package dev.vmr.tests.corpora;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.trust.Endorsements;
import dev.vmr.verify.trust.QuoteContext;
import dev.vmr.verify.trust.TrustAnchors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A quote of the corpora: where it is, when it was good, what lies beside it and what is found.
 *
 * @param quote {@code kind/case/file}
 * @param time at which it is judged
 * @param beside files of the corpora, separated by blanks; after {@code @} one that is believed,
 *     after {@code #} a part of the file
 * @param codes of the errors and warnings, sorted
 */
record QuoteCase(String quote, String time, String beside, String codes) {
  /** From {@code quote | time | beside | codes}. */
  static QuoteCase parse(String line) {
    List<String> parts = Splitter.on('|').trimResults().splitToList(line);
    return new QuoteCase(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
  }

  Path folder() {
    Path path = Path.of(quote);
    return Corpora.folder(path.getName(0).toString()).resolve(path.getName(1).toString());
  }

  String file() {
    return Path.of(quote).getFileName().toString();
  }

  byte[] bytes() throws IOException {
    return Files.readAllBytes(folder().resolve(file()));
  }

  QuoteContext context() throws IOException, EvidenceException {
    TrustAnchors anchors = TrustAnchors.pinned();
    List<byte[]> endorsements = new ArrayList<>();
    for (String name : Splitter.on(' ').omitEmptyStrings().split(beside)) {
      boolean believed = name.startsWith("@");
      int hash = name.indexOf('#');
      Path path = Path.of(name.substring(believed ? 1 : 0, hash < 0 ? name.length() : hash));
      Path file =
          path.getNameCount() == 1
              ? folder().resolve(path)
              : Corpora.folder(path.getName(0).toString())
                  .resolve(path.subpath(1, path.getNameCount()));
      byte[] bytes = part(Files.readAllBytes(file), hash < 0 ? "" : name.substring(hash + 1));
      if (believed) {
        anchors = anchors.plus(bytes);
      } else {
        endorsements.add(bytes);
      }
    }
    return QuoteContext.pinned(Instant.parse(time))
        .with(anchors)
        .with(Endorsements.of(endorsements));
  }

  /** All of a file, {@code offset+length} of it, or what a JSON pointer names, in Base64. */
  private static byte[] part(byte[] bytes, String part) throws IOException {
    if (part.isEmpty()) {
      return bytes;
    }
    if (part.startsWith("/")) {
      return Base64.getDecoder().decode(new ObjectMapper().readTree(bytes).at(part).asText());
    }
    List<String> numbers = Splitter.on('+').splitToList(part);
    int offset = Integer.parseInt(numbers.get(0));
    return Arrays.copyOfRange(bytes, offset, offset + Integer.parseInt(numbers.get(1)));
  }

  @Override
  public String toString() {
    return quote;
  }
}
