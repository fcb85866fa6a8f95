package dev.vmr.tests.hostile;

import static dev.vmr.tests.hostile.TestedTpm.check;
import static dev.vmr.tests.hostile.TestedTpm.code;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * A client that sends every truncated command and many that are spoilt. A program of its own, as a
 * crash of libtpms is one of its process; the last command is then in the file {@code last}.
 */
final class HostileCommands {
  private static final int LAST_SIZE = 8192;

  /** How many spoilt ones come before each good one. */
  private static final int EACH = 10;

  /** Responses that name a handle which the client has got. */
  private static final List<Integer> HANDLE_GIVEN =
      List.of(0x131, 0x157, 0x161, 0x167, 0x176, 0x186, 0x15B, 0x191);

  private static final int FLUSH_CONTEXT = 0x165;

  private final boolean complete;
  private final TestedTpm tested;
  private final List<RecordedCommand> commands = RecordedCommand.all();
  private final Random random;
  private final Mutations mutations;
  private final MappedByteBuffer last;
  private long sent;
  private long accepted;
  private long seed;

  private HostileCommands(String engine, Path folder, long seed) throws IOException {
    this.complete = engine.equals("libtpms");
    this.tested = new TestedTpm(engine, folder);
    this.seed = seed;
    this.random = new Random(seed);
    this.mutations = new Mutations(random, commands.stream().map(RecordedCommand::bytes).toList());
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("last").toFile(), "rw")) {
      last = file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, LAST_SIZE);
    }
  }

  /**
   * Runs it.
   *
   * @param args the engine, an empty folder, how many mutations, the seed
   */
  public static void main(String[] args) throws IOException {
    int count = Integer.parseInt(args[2]);
    HostileCommands client =
        new HostileCommands(args[0], Path.of(args[1]), Long.parseLong(args[3]));
    try {
      client.run(count);
      HostileSockets.run(args[0], Path.of(args[1]), count / 10, client.seed);
    } catch (AssertionError | RuntimeException e) {
      System.out.println(
          "engine " + args[0] + ", seed " + client.seed + ", after " + client.sent + " commands");
      System.out.println("the last one: " + lastCommand(client.last));
      throw e;
    }
    System.exit(0); // the servers' threads are not waited for
  }

  /** What a mapped file says of the command that was sent last. */
  static String lastCommand(ByteBuffer last) {
    byte[] bytes = new byte[Math.min(last.getInt(0), LAST_SIZE - 8)];
    last.get(8, bytes);
    return HexFormat.of().formatHex(bytes) + " at locality " + last.getInt(4);
  }

  private void run(int count) throws IOException {
    good();
    int prefixes = prefixes();
    int rounds = 0;
    for (long end = sent + count; sent < end; rounds++) {
      good();
      round();
      if (rounds % 16 == 0) {
        tested.restart();
        tested.agrees();
      }
    }
    good();
    check(tested.findings().isEmpty(), "the log: " + tested.findings());
    System.out.printf(
        "%s: %d truncated, %d commands in all, %d of them accepted, %d records, seed %d%n",
        complete ? "libtpms" : "pcr-only", prefixes, sent, accepted, tested.records(), seed);
    tested.close();
  }

  /** The good client: every command is answered as it was when it was recorded. */
  private void good() throws IOException {
    tested.anew();
    for (RecordedCommand command : commands) {
      int code = one(command.bytes(), command.locality());
      int expected = complete ? 0 : command.pcrOnlyCode();
      check(
          code == expected,
          command + " is answered with 0x" + Integer.toHexString(code) + ", not " + expected);
    }
    tested.agrees();
  }

  /** Every beginning of each command, as it is and saying its size. */
  private int prefixes() throws IOException {
    int count = 0;
    tested.anew();
    for (RecordedCommand command : commands) {
      for (int size = 0; size < command.bytes().length; size++) {
        byte[] prefix = Arrays.copyOf(command.bytes(), size);
        check(one(prefix, command.locality()) != 0, command + " is accepted at " + size);
        count++;
        if (size >= 10) {
          ByteBuffer.wrap(prefix).putInt(2, size);
          one(prefix, command.locality());
          count++;
        }
      }
      one(command.bytes(), command.locality());
    }
    tested.agrees();
    return count;
  }

  /** All good commands in their order, spoilt ones before each, and a power cycle in the end. */
  private void round() throws IOException {
    tested.anew();
    for (RecordedCommand command : commands) {
      for (int i = 0; i < EACH; i++) {
        int locality = random.nextInt(3) == 0 ? random.nextInt(5) : command.locality();
        one(mutations.of(command.bytes()), locality);
      }
      one(command.bytes(), command.locality());
    }
    tested.agrees();
    tested.powerCycle();
    for (RecordedCommand command : commands.subList(0, 12)) {
      one(command.bytes(), command.locality());
    }
    tested.agrees();
  }

  /** Sends one command; its response code. The log has what it must have, and nothing else. */
  private int one(byte[] command, int locality) throws IOException {
    last.putInt(0, command.length).putInt(4, locality);
    last.put(8, command, 0, Math.min(command.length, LAST_SIZE - 8));
    sent++;
    byte[] response = tested.execute(command, locality);
    int code = code(response);
    if (code != 0) {
      check(tested.newLines().isEmpty(), "a refused command is in the log");
      return code;
    }
    accepted++;
    List<String> expected = ExpectedRecords.of(command, response, tested);
    List<String> lines = tested.newLines();
    if (expected == null) {
      tested.agrees();
    } else {
      check(lines.equals(expected), "the log has " + lines + ", not " + expected);
    }
    release(command, response);
    return code;
  }

  /** Gives back what a spoilt command has taken, so that there is room for the next. */
  private void release(byte[] command, byte[] response) throws IOException {
    int made = ByteBuffer.wrap(command).getInt(6);
    boolean recorded = commands.stream().anyMatch(each -> Arrays.equals(each.bytes(), command));
    if (!recorded && HANDLE_GIVEN.contains(made) && response.length >= 14) {
      ByteBuffer flush = ByteBuffer.allocate(14).putShort((short) 0x8001).putInt(14);
      flush.putInt(FLUSH_CONTEXT).putInt(ByteBuffer.wrap(response).getInt(10));
      tested.execute(flush.array(), 0);
    }
  }
}
