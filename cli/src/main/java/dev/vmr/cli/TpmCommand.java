package dev.vmr.cli;

import picocli.CommandLine.Command;

/** {@code vmr tpm}. */
@Command(
    name = "tpm",
    mixinStandardHelpOptions = true,
    description = "The TPM bridge.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TpmServeCommand.class, TpmManufactureCommand.class})
final class TpmCommand {}
