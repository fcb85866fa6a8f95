package dev.vmr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

final class VmrTest {
  private final StringWriter err = new StringWriter();

  @Command(name = "throws")
  private record Throws(Exception e) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      throw e;
    }
  }

  private int run(Object command) {
    CommandLine line = new CommandLine(command);
    line.setErr(new PrintWriter(err, true));
    return Vmr.run(line);
  }

  @Test
  void whatShouldNotHappenIsNoVerdict() {
    assertThat(run(new Throws(new IllegalStateException("wheel fell off")))).isEqualTo(70);
    assertThat(err.toString())
        .contains("a defect of vmr", "wheel fell off")
        .doesNotContain("\tat ");
  }

  @Test
  void aFullHeapIsNoVerdict() {
    Callable<Integer> full =
        new Callable<>() {
          @Override
          public Integer call() {
            throw new OutOfMemoryError("Java heap space");
          }
        };
    assertThat(run(CommandLine.Model.CommandSpec.wrapWithoutInspection(full))).isEqualTo(70);
    assertThat(err.toString()).contains("out of memory").doesNotContain("\tat ");
  }

  @Test
  void filesAreNamed() {
    assertThat(run(new Throws(new NoSuchFileException("list")))).isEqualTo(ExitCode.INPUT);
    assertThat(run(new Throws(new IOException("torn")))).isEqualTo(ExitCode.INPUT);
    assertThat(err.toString()).contains("vmr: list: no such file", "vmr: torn");
  }

  /** The list of commands shows the first line of each description. */
  @Test
  void eachDescriptionBeginsWithASentence() {
    List<String> wrong = new ArrayList<>();
    check(Vmr.commandLine(), wrong);
    assertThat(wrong).isEmpty();
  }

  private static void check(CommandLine line, List<String> wrong) {
    String[] description = line.getCommandSpec().usageMessage().description();
    if (description.length == 0 || !description[0].endsWith(".")) {
      wrong.add(line.getCommandSpec().qualifiedName());
    }
    line.getSubcommands().values().forEach(sub -> check(sub, wrong));
  }
}
