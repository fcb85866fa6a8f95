package dev.vmr.tests.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The arrows of the house: they never turn back. */
class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.vmr");

  private static final String[] MUX = {
    "dev.vmr.register..",
    "dev.vmr.record..",
    "dev.vmr.log..",
    "dev.vmr.platform",
    "dev.vmr.mux..",
    "dev.vmr.replay.."
  };
  private static final String[] LIBRARIES = {"java..", "com.google..", "org.jspecify.."};

  private static String[] and(String[] first, String... more) {
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  private static void onlyDependsOn(String[] packages, String... allowed) {
    classes()
        .that(resideInAnyPackage(packages))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(and(LIBRARIES, allowed)))
        .check(ALL);
  }

  @Test
  void muxStandsOnTheJdkAndGuava() {
    onlyDependsOn(MUX, MUX);
  }

  @Test
  void nativeKnowsNoDomain() {
    onlyDependsOn(new String[] {"dev.vmr.linux.."}, "dev.vmr.linux..", "com.sun.jna..");
  }

  @Test
  void platformsStandOnMuxAndNative() {
    onlyDependsOn(
        new String[] {"dev.vmr.platform.tsmmr.."},
        and(MUX, "dev.vmr.platform.tsmmr..", "dev.vmr.linux.."));
  }

  @Test
  void theBridgeStandsOnMuxAndNative() {
    onlyDependsOn(
        new String[] {"dev.vmr.tpm.."},
        and(MUX, "dev.vmr.tpm..", "dev.vmr.linux..", "javax.crypto.."));
  }

  @Test
  void theWireFormatKnowsNoEngineAndNoTransport() {
    onlyDependsOn(
        new String[] {"dev.vmr.tpm.command.."}, "dev.vmr.tpm.command..", "dev.vmr.register..");
  }

  @Test
  void certificatesKnowKeysAndNoCommand() {
    onlyDependsOn(
        new String[] {"dev.vmr.credential.."},
        "dev.vmr.credential..",
        "dev.vmr.tpm.endorsement..",
        "org.bouncycastle..");
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.vmr.credential..", "dev.vmr.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.vmr.credential..")
        .check(ALL);
  }

  @Test
  void theImaAdapterStandsOnMux() {
    onlyDependsOn(new String[] {"dev.vmr.ima.."}, and(MUX, "dev.vmr.ima.."));
  }

  @Test
  void patternsAndTheFormOfSignaturesKnowNoLists() {
    onlyDependsOn(new String[] {"dev.vmr.ima.pattern.."}, "dev.vmr.ima.pattern..");
    onlyDependsOn(new String[] {"dev.vmr.ima.signature.."}, "dev.vmr.ima.signature..");
  }

  @Test
  void theVerifierStandsOnMuxAndIma() {
    onlyDependsOn(
        new String[] {"dev.vmr.verify.."},
        and(
            MUX,
            "dev.vmr.ima..",
            "dev.vmr.verify..",
            "javax.security.auth.x500..",
            "javax.crypto..",
            "com.fasterxml.jackson..",
            "org.bouncycastle.."));
  }

  @Test
  void replayDoesNoInputAndOutput() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.vmr.replay..", "dev.vmr.record..", "dev.vmr.register..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..", "java.nio.channels..")
        .check(ALL);
  }

  @Test
  void theVerifierAsksNoMachine() {
    noClasses()
        .that()
        .resideInAPackage("dev.vmr.verify..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.file..")
        .check(ALL);
    noClasses()
        .that()
        .resideInAPackage("dev.vmr.verify..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(java.time.Clock.class)
        .orShould()
        .callMethodWhere(
            target(nameMatching("now|currentTimeMillis|nanoTime"))
                .and(target(owner(resideInAnyPackage("java.time..", "java.lang..")))))
        .orShould()
        .callConstructor(java.util.Date.class)
        .check(ALL);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.vmr.(**)").should().beFreeOfCycles().check(ALL);
  }
}
