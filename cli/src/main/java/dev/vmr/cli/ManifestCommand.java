package dev.vmr.cli;

import picocli.CommandLine.Command;

/** {@code vmr manifest}. */
@Command(
    name = "manifest",
    mixinStandardHelpOptions = true,
    description = "Says what a machine is launched with.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = ManifestComputeCommand.class)
final class ManifestCommand {}
