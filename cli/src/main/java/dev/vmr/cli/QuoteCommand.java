package dev.vmr.cli;

import picocli.CommandLine.Command;

/** {@code vmr quote}. */
@Command(
    name = "quote",
    mixinStandardHelpOptions = true,
    description = "What platforms sign about themselves.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = QuoteShowCommand.class)
final class QuoteCommand {}
