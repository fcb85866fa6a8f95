package dev.vmr.verify.files;

import static dev.vmr.verify.files.Lists.ascii;
import static dev.vmr.verify.files.Lists.digest;
import static dev.vmr.verify.files.Lists.path;
import static dev.vmr.verify.files.Lists.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.ima.BootAggregate;
import dev.vmr.ima.ImaReader;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.Finding;
import dev.vmr.verify.files.Lists.Appraised;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileAppraisalTest {
  private static String hex(String content) {
    return HashAlgorithm.SHA256.hash(ascii(content)).hex();
  }

  private static String checksums(String... pathsAndContents) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < pathsAndContents.length; i += 2) {
      list.append(hex(pathsAndContents[i + 1])).append("  ").append(pathsAndContents[i]);
      list.append('\n');
    }
    return list.toString();
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  @Test
  void whatIsListedIsAccepted() throws Exception {
    Appraised result =
        new Lists().file("/a", "1").file("/b", "2").appraise(checksums("/a", "1", "/b", "2"));
    assertThat(result.appraisal().accepted()).isTrue();
    assertThat(result.found()).isEmpty();
    assertThat(result.count(Outcome.LISTED)).isEqualTo(2);
  }

  @Test
  void anotherDigestAndAnotherPathAreRejectedWithWhatTheyAre() throws Exception {
    Appraised result =
        new Lists().file("/a", "1").file("/b", "1").file("/b", "2").appraise(checksums("/b", "2"));
    assertThat(result.found())
        .containsExactly("error ima-file-unknown 1", "error ima-file-differs 2");
    Finding differs = result.findings().get(1);
    assertThat(differs.entry().claimedPath()).isEqualTo("/b");
    assertThat(differs.entry().claimedDigest()).isEqualTo("sha256:" + hex("1"));
    assertThat(differs.text())
        .isEqualTo("entry 2 of the list (/b) sha256:" + hex("1") + ": it may have " + hex("2"));
    assertThat(result.count(Outcome.REJECTED)).isEqualTo(2);
    assertThat(result.appraisal().entries()).isEqualTo(3);
  }

  @Test
  void aSpaceIsAnUnderscoreInTheList() throws Exception {
    assertThat(new Lists().file("/a_b", "1").appraise(checksums("/a b", "1")).found()).isEmpty();
  }

  @Test
  void violationsAreRejectedUnlessTheyAreAllowed() throws Exception {
    Lists list = new Lists().violation("/a").file("/a", "1");
    assertThat(list.appraise(checksums("/a", "1")).found())
        .containsExactly("error ima-violation 1");
    String allowing =
        json(
            "{'vmr-ima-policy': 1, 'violations': 'allow',"
                + " 'files': [{'path': '/a', 'digests': ['sha256:"
                + hex("1")
                + "']}]}");
    Appraised allowed = list.appraise(allowing);
    assertThat(allowed.found()).containsExactly("warning ima-violation 1");
    assertThat(allowed.appraisal().accepted()).isTrue();
  }

  @Test
  void aForgedTemplateDigestIsRejectedWhateverTheFileIs() throws Exception {
    assertThat(new Lists().forged("/a").appraise("0".repeat(64) + "  /a").found())
        .containsExactly("error ima-digest-differs 1");
  }

  @Test
  void whatCannotBeAppraisedIsRejected() throws Exception {
    Appraised result =
        new Lists()
            .entry("ima-cgpath", ascii("x"))
            .entry("n-ng", path("/a"))
            .entry("d-ng", digest("sha256", sha256(ascii("1"))))
            .entry("ima-ng", ascii("nonsense"), path("/a"))
            .appraise(checksums("/a", "1"));
    assertThat(result.found())
        .containsExactly(
            "error ima-entry-opaque 1",
            "error ima-entry-opaque 2",
            "error ima-entry-opaque 3",
            "error ima-entry-opaque 4");
  }

  @Test
  void everyTemplateWithPathAndDigestIsAppraised() throws Exception {
    byte[] digest = digest("sha256", sha256(ascii("1")));
    byte[] digest2 = digest("ima:sha256", sha256(ascii("1")));
    byte[] verity = digest("verity:sha256", sha256(ascii("1")));
    Appraised result =
        new Lists()
            .entry("ima-ng", digest, path("/a"))
            .entry("ima-ngv2", digest2, path("/a"))
            .entry("ima-sigv2", digest2, path("/a"), ascii(""))
            .entry("ima-modsig", digest, path("/a"), ascii(""), ascii(""), ascii(""))
            .entry("n-ng|d-ng", path("/a"), digest)
            .entry("ima-ngv2", verity, path("/a"))
            .appraise(checksums("/a", "1"));
    assertThat(result.count(Outcome.LISTED)).isEqualTo(5);
    assertThat(result.found()).containsExactly("error ima-file-differs 6");
  }

  @Test
  void excludedPathsAreNotLookedAt() throws Exception {
    String policy = json("{'digests': {}, 'excludes': ['/tmp/', '.*\\\\.pyc$']}");
    Appraised result =
        new Lists().file("/tmp/x", "1").file("/a.pyc", "1").file("/a.pycc", "1").appraise(policy);
    assertThat(result.count(Outcome.EXCLUDED)).isEqualTo(2);
    assertThat(result.found()).containsExactly("error ima-file-unknown 3");
  }

  /** Whoever hands over a list can write there what he likes. */
  @Test
  void aPathThatNothingProvesIsNotExcluded() throws Exception {
    String policy = json("{'digests': {}, 'excludes': ['/tmp/']}");
    assertThat(new Lists().violation("/tmp/x").forged("/tmp/y").appraise(policy).found())
        .containsExactly("error ima-violation 1", "error ima-digest-differs 2");
  }

  @Test
  void aPolicyThatExcludesEverythingIsWarnedOf() throws Exception {
    Appraised result =
        new Lists().file("/x", "1").appraise(json("{'digests': {}, 'excludes': ['.*']}"));
    assertThat(result.found()).containsExactly("warning ima-policy-excludes-all");
  }

  @Test
  void anEmptyKeylimePolicyAcceptsNothing() throws Exception {
    assertThat(new Lists().file("/x", "1").appraise("{\"digests\": {}}").found())
        .containsExactly("error ima-file-unknown 1");
  }

  @Test
  void anEmptyListIsWarnedOf() throws Exception {
    assertThat(new Lists().appraise(checksums("/a", "1")).found())
        .containsExactly("warning ima-list-empty");
  }

  @Test
  void weakDigestsAreWarnedOfOnce() throws Exception {
    byte[] sha1 = HashAlgorithm.SHA1.hash(ascii("1")).toByteArray();
    Appraised result =
        new Lists()
            .entry("ima-ng", digest("sha1", sha1), path("/a"))
            .entry("ima-ng", digest("sha1", sha1), path("/a"))
            .appraise(HashAlgorithm.SHA1.hash(ascii("1")).hex() + "  /a\n");
    assertThat(result.found()).containsExactly("warning ima-weak-digests");
  }

  @Test
  void whatHasNoRuleIsCountedWhenItIsAllowed() throws Exception {
    String policy =
        json(
            "{'vmr-ima-policy': 1, 'unknown': 'allow',"
                + " 'files': [{'path': '/a', 'digests': ['sha256:"
                + hex("1")
                + "']}]}");
    Appraised result =
        new Lists().file("/x", "1").buffer("b", ascii("z")).file("/a", "2").appraise(policy);
    assertThat(result.count(Outcome.UNKNOWN_ALLOWED)).isEqualTo(2);
    assertThat(result.found())
        .containsExactly("error ima-file-differs 3", "warning ima-unknown-allowed");
  }

  @Test
  void buffersAreListedUnderTheirNames() throws Exception {
    String policy =
        json("{'digests': {'a': ['" + hex("z") + "']}, 'ima-buf': {'b': ['" + hex("z") + "']}}");
    Appraised result =
        new Lists()
            .buffer("b", ascii("z"))
            .buffer("b", ascii("y"))
            .buffer("a", ascii("z"))
            .entry("ima-buf", digest("sha256", sha256(ascii("z"))), path("b"), ascii("y"))
            .entry("ima-buf", digest("md5", new byte[16]), path("b"), ascii("y"))
            .appraise(policy);
    assertThat(result.count(Outcome.BUFFER)).isEqualTo(1);
    assertThat(result.found())
        .containsExactly(
            "error ima-buffer-differs 2",
            "error ima-buffer-unknown 3",
            "error ima-buffer-digest 4",
            "error ima-buffer-digest 5");
  }

  private static final String ZEROS_AGGREGATE =
      BootAggregate.hash(HashAlgorithm.SHA256, Collections.nCopies(10, zero())).hex();

  private static Digest zero() {
    return Digest.zero(HashAlgorithm.SHA256);
  }

  private static byte[] aggregate() {
    return digest("sha256", java.util.HexFormat.of().parseHex(ZEROS_AGGREGATE));
  }

  @Test
  void bootAggregateIsLeftOutByAChecksumListButOnlyTheFirst() throws Exception {
    Appraised result =
        new Lists()
            .entry("ima-ng", aggregate(), path("boot_aggregate"))
            .entry("ima-ng", aggregate(), path("boot_aggregate"))
            .appraise(checksums("/a", "1"));
    assertThat(result.found())
        .containsExactly("info ima-boot-aggregate 1", "error ima-file-unknown 2");
    assertThat(
            new Lists()
                .entry("ima-ng", aggregate(), path("boot_aggregate"))
                .appraise("0".repeat(64) + "  boot_aggregate\n")
                .found())
        .containsExactly("error ima-file-differs 1");
  }

  @Test
  void bootAggregateMustBeNamedInAKeylimePolicy() throws Exception {
    Lists list = new Lists().entry("ima-ng", aggregate(), path("boot_aggregate"));
    assertThat(list.appraise("{\"digests\": {}}").found())
        .containsExactly("error ima-file-unknown 1");
    String naming = json("{'digests': {'boot_aggregate': ['" + ZEROS_AGGREGATE + "']}}");
    assertThat(list.appraise(naming).count(Outcome.LISTED)).isEqualTo(1);
  }

  @Test
  void bootAggregateIsExplainedByRegisters() throws Exception {
    byte[] list =
        new Lists()
            .entry("ima-ng", aggregate(), path("boot_aggregate"))
            .entry("ima-ng", digest("sha256", sha256(ascii("1"))), path("boot_aggregate"))
            .bytes();
    List<Finding> findings = new ArrayList<>();
    FileAppraisal appraisal =
        new FileAppraisal(Lists.policy("{\"digests\": {}}"), List.of(), findings::add);
    appraisal.bootPcrs(
        "the PCR values", Map.of(HashAlgorithm.SHA256, Collections.nCopies(10, zero())));
    ImaReader.of(new ByteArrayInputStream(list)).forEach(appraisal);
    assertThat(findings.stream().map(Finding::code))
        .containsExactly("ima-boot-aggregate", "ima-file-unknown");
    assertThat(findings.get(0).text()).endsWith("PCRs 0 to 9 of the PCR values");
  }
}
