package dev.vmr.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code vmr ima}. */
@Command(
    name = "ima",
    mixinStandardHelpOptions = true,
    description = "IMA measurement lists.",
    synopsisSubcommandLabel = "COMMAND")
final class ImaCommand {
  private static final List<String> COMMANDS = List.of("replay", "show", "check", "appraise");

  /** With the one subcommand that a word names, or with all. */
  static CommandLine line(String word) {
    CommandLine line = new CommandLine(new ImaCommand());
    for (String name : Vmr.meant(COMMANDS, word)) {
      line.addSubcommand(name, command(name));
    }
    return line;
  }

  private static Object command(String name) {
    return switch (name) {
      case "replay" -> new ImaReplayCommand();
      case "show" -> new ImaShowCommand();
      case "check" -> new ImaCheckCommand();
      case "appraise" -> new ImaAppraiseCommand();
      default -> throw new IllegalArgumentException("there is no command " + name);
    };
  }
}
