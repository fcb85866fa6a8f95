package dev.vmr.ima.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSignatureTest {
  private static FileSignature of(String hex) {
    return FileSignature.of(HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @CsvSource({
    "030204f3452d230002abcd, FILE, 2, 4, f3452d23, abcd",
    "030306f3452d230001ab, FILE, 3, 6, f3452d23, ab",
    "060304f3452d230001ab, VERITY, 3, 4, f3452d23, ab",
    "0502ff000000000001ab, PORTABLE_METADATA, 2, 255, 00000000, ab",
    "050304000000000001ab, PORTABLE_METADATA, 3, 4, 00000000, ab",
  })
  void aSignatureIsRead(
      String hex, FileSignature.Type type, int version, int hash, String key, String value) {
    assertThat(of(hex))
        .isEqualTo(
            new FileSignature.Asymmetric(
                type, version, hash, key, new FileSignature.Bytes(HexFormat.of().parseHex(value))));
    assertThat(of(hex).toByteArray()).isEqualTo(HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @CsvSource({
    "'', it has no header",
    "03, it has no header",
    "0301, its version is 1",
    "030404f3452d230001ab, its version is 4",
    "060204f3452d230001ab, its version is 2",
    "0404ab, its type is 4",
    "8302ab, its type is 131",
    "0302, its header ends early",
    "030204f3452d230000, its header ends early",
    "030204f3452d230002ab, it has not the length that it says",
    "030204f3452d230001abcd, it has not the length that it says",
  })
  void anythingElseIsOpaque(String hex, String reason) {
    assertThat(of(hex))
        .isInstanceOfSatisfying(
            FileSignature.Opaque.class, opaque -> assertThat(opaque.reason()).isEqualTo(reason));
  }

  /** The kernel's ima_file_id, which signatures of version 3 are of. */
  @Test
  void aFileIdNamesTypeAndAlgorithm() {
    FileSignature.Asymmetric signature = (FileSignature.Asymmetric) of("060304f3452d230001ab");
    assertThat(signature.fileId(new byte[] {1, 2})).containsExactly(6, 4, 1, 2);
  }

  @Test
  void algorithmsHaveTheKernelsNumbers() {
    assertThat(KernelHash.name(4)).contains("sha256");
    assertThat(KernelHash.name(17)).contains("sm3");
    assertThat(KernelHash.name(20)).contains("sha3-256");
    assertThat(KernelHash.name(23)).isEmpty();
    assertThat(KernelHash.name(-1)).isEmpty();
    assertThat(KernelHash.number("sha512")).isEqualTo(6);
    assertThat(KernelHash.number("sha9")).isEqualTo(-1);
  }

  @FuzzTest(maxDuration = "60s")
  void anyBytesAreASignatureOrOpaqueAndWrittenAsTheyWere(byte[] attribute) {
    assertThat(FileSignature.of(attribute).toByteArray()).isEqualTo(attribute);
  }
}
