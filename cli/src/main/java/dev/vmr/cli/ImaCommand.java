package dev.vmr.cli;

import picocli.CommandLine.Command;

/** {@code vmr ima}. */
@Command(
    name = "ima",
    mixinStandardHelpOptions = true,
    description = "IMA measurement lists.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ImaReplayCommand.class,
      ImaShowCommand.class,
      ImaCheckCommand.class,
      ImaAppraiseCommand.class
    })
final class ImaCommand {}
