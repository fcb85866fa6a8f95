package dev.vmr.verify.bootlog;

import com.google.common.collect.ImmutableList;
import dev.vmr.verify.bootlog.MeasuredPart.Candidate;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What boot loaders hash of an EV_IPL event's data (docs/bootlog.md, section 5). */
final class BootLoaderParts {
  /** GRUB writes what it does, and hashes only what follows. */
  private static final List<String> COMMANDS =
      List.of(
          "grub_cmd: ",
          "kernel_cmdline: ",
          "module_cmdline: ",
          "grub_kernel_cmdline ",
          "grub_cmd ",
          "grub_module_cmdline ");

  private static final int SHOWN = 64;

  private BootLoaderParts() {}

  /** Whether the data begins as the commands of GRUB do: then the digest is of the command. */
  static boolean isCommand(byte[] data) {
    return commandStart(data) > 0;
  }

  private static int commandStart(byte[] data) {
    String start = start(data);
    for (String command : COMMANDS) {
      if (start.startsWith(command)) {
        return command.length();
      }
    }
    return 0;
  }

  private static String start(byte[] data) {
    return new String(data, 0, Math.min(SHOWN, data.length), StandardCharsets.ISO_8859_1);
  }

  static List<Candidate> candidates(byte[] data) {
    int command = commandStart(data);
    if (command > 0) {
      int stop = command;
      while (stop < data.length && data[stop] != 0) {
        stop++;
      }
      // Old versions hash the NUL as well, and log a byte or two of nothing behind it.
      return List.of(
          new Candidate("command", data, command, stop),
          new Candidate("command with NUL", data, command, Math.min(stop + 1, data.length)));
    }
    int end = MeasuredPart.end(data);
    ImmutableList.Builder<Candidate> parts = ImmutableList.builder();
    parts.add(MeasuredPart.all(data), new Candidate("string", data, 0, end));
    int colon = start(data).indexOf(": ");
    if (colon >= 0 && colon + 2 <= end) {
      parts.add(new Candidate("string behind the colon", data, colon + 2, end));
    }
    if (data.length % 2 == 0 && data.length >= 2 && data[1] == 0) {
      String text = new String(data, StandardCharsets.UTF_16LE);
      int stop = text.indexOf('\0') < 0 ? text.length() : text.indexOf('\0');
      // systemd's stub names sections of an image in UTF-16 and hashes the name as a C string.
      add(parts, "section name", text.substring(0, stop) + "\0", false);
      add(parts, "string with NUL", text.substring(0, stop) + "\0", true);
      add(parts, "string", text.substring(0, stop), true);
    }
    return parts.build();
  }

  private static void add(
      ImmutableList.Builder<Candidate> parts, String name, String text, boolean wide) {
    byte[] bytes = text.getBytes(wide ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8);
    parts.add(new Candidate(name, bytes, 0, bytes.length));
  }
}
