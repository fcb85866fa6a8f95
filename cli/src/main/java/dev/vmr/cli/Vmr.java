package dev.vmr.cli;

import dev.vmr.verify.EvidenceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code vmr} command. */
@Command(
    name = "vmr",
    mixinStandardHelpOptions = true,
    versionProvider = Vmr.Version.class,
    description = "Virtual measurement registers for confidential VMs.",
    synopsisSubcommandLabel = "COMMAND")
public final class Vmr {
  private static final List<String> COMMANDS =
      List.of(
          "demo",
          "daemon",
          "status",
          "list",
          "read",
          "extend",
          "event",
          "log",
          "convert",
          "replay",
          "verify",
          "evidence",
          "quote",
          "manifest",
          "check",
          "tpm",
          "ima");

  private Vmr() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    // A class of Groovy, which picocli would look for in every jar.
    System.setProperty("picocli.disable.closures", "true");
    System.exit(run(args));
  }

  /** Runs a command. */
  static int run(String... args) {
    CommandLine line = commandLine(args);
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    if (args.length == 0) {
      line.usage(line.getErr());
      return ExitCode.USAGE;
    }
    return run(line, args);
  }

  /** Whatever happens ends as an exit code and one line, also what should not happen. */
  static int run(CommandLine line, String... args) {
    try {
      return execute(line, args);
    } catch (OutOfMemoryError e) {
      line.getErr().println("vmr: out of memory; VMR_JAVA_OPTS=-Xmx… gives more");
      return ExitCode.DEFECT;
    }
  }

  /**
   * As {@link CommandLine#execute}, whose handler of exceptions is of a class that no archive of
   * classes can hold once it is used: every start would look for it in one jar after the other.
   */
  private static int execute(CommandLine line, String... args) {
    try {
      return new CommandLine.RunLast().execute(line.parseArgs(args));
    } catch (CommandLine.ParameterException e) {
      return misused(e, args);
    } catch (CommandLine.ExecutionException e) {
      return failed(e.getCause() instanceof Exception cause ? cause : e, e.getCommandLine());
    }
  }

  private static int misused(CommandLine.ParameterException e, String... args) {
    CommandLine line = e.getCommandLine();
    try {
      return line.getParameterExceptionHandler().handleParseException(e, args);
    } catch (Exception unexpected) {
      return failed(unexpected, line);
    }
  }

  /**
   * Only the command that is meant, if one is: to look at all of them takes a tenth of a second.
   */
  static CommandLine commandLine(String... args) {
    CommandLine line = new CommandLine(new Vmr());
    String second = args.length > 1 ? args[1] : "";
    for (String name : meant(COMMANDS, args.length > 0 ? args[0] : "")) {
      line.addSubcommand(name, command(name, second));
    }
    return line;
  }

  /** The one command that a word names, or all. */
  static List<String> meant(List<String> commands, String word) {
    return commands.contains(word) ? List.of(word) : commands;
  }

  private static Object command(String name, String second) {
    return switch (name) {
      case "demo" -> new DemoCommand();
      case "daemon" -> new DaemonCommand();
      case "status" -> new StatusCommand();
      case "list" -> new ListCommand();
      case "read" -> new ReadCommand();
      case "extend" -> new ExtendCommand();
      case "event" -> new EventCommand();
      case "log" -> new LogCommand();
      case "convert" -> new ConvertCommand();
      case "replay" -> new ReplayCommand();
      case "verify" -> new VerifyCommand();
      case "evidence" -> new EvidenceCommand();
      case "quote" -> new QuoteCommand();
      case "manifest" -> new ManifestCommand();
      case "check" -> new CheckCommand();
      case "tpm" -> new TpmCommand();
      case "ima" -> ImaCommand.line(second);
      default -> throw new IllegalArgumentException("there is no command " + name);
    };
  }

  private static int failed(Exception e, CommandLine line) {
    PrintWriter err = line.getErr();
    if (e instanceof CommandFailure failure) {
      err.println("vmr: " + failure.getMessage());
      return failure.exitCode();
    }
    if (e instanceof EvidenceException || e instanceof IOException) {
      err.println("vmr: " + describe(e));
      return ExitCode.INPUT;
    }
    err.println("vmr: a defect of vmr, please report it: " + e);
    if (System.getenv("VMR_TRACE") != null) {
      e.printStackTrace(err);
    } else {
      err.println("vmr: VMR_TRACE=1 shows where");
    }
    return ExitCode.DEFECT;
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
