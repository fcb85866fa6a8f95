package dev.vmr.cli;

import dev.vmr.verify.EvidenceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code vmr} command. */
@Command(
    name = "vmr",
    mixinStandardHelpOptions = true,
    versionProvider = Vmr.Version.class,
    description = "Virtual measurement registers for confidential VMs.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      DaemonCommand.class,
      StatusCommand.class,
      ListCommand.class,
      ReadCommand.class,
      ExtendCommand.class,
      EventCommand.class,
      LogCommand.class,
      ReplayCommand.class,
      VerifyCommand.class,
      CheckCommand.class,
      TpmCommand.class,
      ImaCommand.class,
    })
public final class Vmr {
  private Vmr() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    Sm3Provider.install();
    System.exit(run(args));
  }

  /** Runs a command. */
  static int run(String... args) {
    CommandLine line = new CommandLine(new Vmr());
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(Vmr::failed);
    if (args.length == 0) {
      line.usage(line.getErr());
      return ExitCode.USAGE;
    }
    return line.execute(args);
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed)
      throws Exception {
    PrintWriter err = line.getErr();
    if (e instanceof CommandFailure failure) {
      err.println("vmr: " + failure.getMessage());
      return failure.exitCode();
    }
    if (e instanceof EvidenceException || e instanceof IOException) {
      err.println("vmr: " + describe(e));
      return ExitCode.INPUT;
    }
    throw e;
  }

  /** An exception of the file system says only the path. */
  static String describe(Exception e) {
    if (e instanceof NoSuchFileException) {
      return e.getMessage() + ": no such file";
    }
    if (e instanceof AccessDeniedException) {
      return e.getMessage() + ": permission denied";
    }
    if (e instanceof FileSystemException system && system.getReason() == null) {
      return e.getMessage() + ": " + e.getClass().getSimpleName();
    }
    return String.valueOf(e.getMessage());
  }

  /** The version that was built. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      return new String[] {"vmr " + text()};
    }

    static String text() throws IOException {
      Properties properties = new Properties();
      try (InputStream in = Vmr.class.getResourceAsStream("version.properties")) {
        if (in == null) {
          throw new IOException("the version is not in the build");
        }
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    }
  }
}
