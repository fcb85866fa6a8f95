package dev.vmr.tests.hostile;

import static dev.vmr.tests.hostile.TestedTpm.check;
import static dev.vmr.tests.hostile.TestedTpm.code;

import com.google.common.io.Resources;
import com.google.common.primitives.Bytes;
import dev.vmr.tpm.transport.TpmServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** The same through sockets: spoilt frames, spoilt control requests, and good clients between. */
final class HostileSockets {
  private static final int EACH = 50;
  private static final int SET_STATEBLOB = 0x0D;

  /** The head of a state in swtpm's form (docs/tpm-bridge.md, section 7). */
  private static final int BLOB_HEAD = 10 + 6 + 6;

  private final TestedTpm tested;
  private final List<RecordedCommand> commands = RecordedCommand.all();
  private final List<byte[]> requests = new ArrayList<>();
  private final Random random;
  private final Mutations onCommands;
  private final Mutations onRequests;
  private final SocketAddress data;
  private final SocketAddress control;
  private final SocketAddress simulator;
  private final SocketAddress platform;

  private HostileSockets(TestedTpm tested, Random random, Path folder, int port)
      throws IOException {
    this.tested = tested;
    this.random = random;
    for (String line :
        Resources.readLines(
            Resources.getResource(HostileSockets.class, "control-requests.txt"),
            StandardCharsets.US_ASCII)) {
      if (!line.startsWith("#")) {
        requests.add(HexFormat.of().parseHex(line.substring(0, line.indexOf(' '))));
      }
    }
    onCommands = new Mutations(random, commands.stream().map(RecordedCommand::bytes).toList());
    onRequests = new Mutations(random, requests);
    data = UnixDomainSocketAddress.of(folder.resolve("data"));
    control = UnixDomainSocketAddress.of(folder.resolve("control"));
    simulator = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    platform = new InetSocketAddress(InetAddress.getLoopbackAddress(), port + 1);
  }

  static void run(String engine, Path folder, int count, long seed) throws IOException {
    AtomicInteger shutdowns = new AtomicInteger();
    try (TestedTpm tested = new TestedTpm(engine, folder.resolve("sockets"));
        TpmServer swtpm =
            TpmServer.swtpm(
                tested.tpm(),
                folder.resolve("data"),
                folder.resolve("control"),
                shutdowns::incrementAndGet)) {
      int port = 24_000;
      TpmServer mssim = null;
      while (mssim == null) {
        try {
          mssim = TpmServer.mssim(tested.tpm(), port, shutdowns::incrementAndGet);
        } catch (IOException e) {
          port += 2; // taken
          check(port < 32_000, "no two ports are free: " + e.getMessage());
        }
      }
      try (TpmServer both = mssim) {
        new HostileSockets(tested, new Random(seed), folder, port).run(count);
        System.out.printf(
            "%s: %d messages through %s and %s, %d of them SHUTDOWN, seed %d%n",
            engine, count, swtpm.description(), both.description(), shutdowns.get(), seed);
      }
      check(tested.findings().isEmpty(), "the log: " + tested.findings());
    }
  }

  private void run(int count) throws IOException {
    tested.anew();
    good();
    for (int sent = 0; sent < count; sent += EACH) {
      for (int i = 0; i < EACH; i++) {
        send(data, data());
      }
      tested.agrees();
      good();
      for (int i = 0; i < EACH; i++, sent++) {
        send(simulator, frame());
      }
      tested.agrees();
      good();
      for (int i = 0; i < EACH; i++, sent++) {
        send(random.nextInt(4) == 0 ? platform : control, control());
      }
      tested.anew();
      good();
    }
  }

  private RecordedCommand any() {
    return commands.get(random.nextInt(commands.size()));
  }

  /** One command, or more of them, or one in the simulator's frame. */
  private byte[] data() {
    return switch (random.nextInt(8)) {
      case 0 -> Bytes.concat(any().bytes(), onCommands.of(any().bytes()), any().bytes());
      case 1 -> frame();
      case 2 -> onCommands.plain(any().bytes());
      default -> onCommands.of(any().bytes());
    };
  }

  /** A spoilt command in a good frame, or a spoilt frame. */
  private byte[] frame() {
    boolean good = random.nextBoolean();
    byte[] command = good ? onCommands.of(any().bytes()) : any().bytes();
    ByteBuffer frame = ByteBuffer.allocate(9 + command.length);
    frame.putInt(8).put((byte) random.nextInt(5)).putInt(command.length).put(command);
    return good ? frame.array() : onCommands.plain(frame.array());
  }

  private byte[] control() throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      byte[] request = requests.get(random.nextInt(requests.size()));
      message.writeBytes(random.nextBoolean() ? request : onRequests.plain(request));
    }
    if (random.nextInt(8) == 0) {
      message.writeBytes(blob());
    }
    return message.toByteArray();
  }

  /** STOP, and a spoilt permanent state. */
  private byte[] blob() throws IOException {
    byte[] state = RecordedCommand.permanentState();
    byte[] spoilt = onCommands.plain(state);
    ByteBuffer blob = ByteBuffer.allocate(4 + 16 + BLOB_HEAD + spoilt.length);
    blob.putInt(0x0E).putInt(SET_STATEBLOB).putInt(0).putInt(1);
    blob.putInt(BLOB_HEAD + spoilt.length);
    blob.put((byte) 2).put((byte) 1).putShort((short) 10).putShort((short) 4);
    blob.putInt(BLOB_HEAD + spoilt.length);
    blob.putShort((short) 4).putInt(6 + spoilt.length);
    blob.putShort((short) 1).putInt(spoilt.length).put(spoilt);
    return blob.array();
  }

  private void good() throws IOException {
    exchange(control, HexFormat.of().parseHex("0000000200000001"));
    exchange(control, HexFormat.of().parseHex("0000000500"));
    for (RecordedCommand command : commands.subList(0, 9)) {
      byte[] answer = exchange(data, command.bytes());
      check(answer.length >= 10 && code(answer) == 0, "the next client is refused " + command);
    }
    RecordedCommand last = commands.get(9);
    byte[] head = ByteBuffer.allocate(9).putInt(8).put((byte) 2).putInt(65).array();
    byte[] answer = exchange(simulator, Bytes.concat(head, last.bytes()));
    check(answer.length > 14 && answer[13] == 0, "the next client is refused " + last);
    tested.agrees();
  }

  private void send(SocketAddress to, byte[] message) throws IOException {
    try {
      exchange(to, message);
    } catch (IOException e) {
      check(e.getMessage() != null, "a connection that is reset: as good as one that ends");
    }
  }

  /** Sends a message and nothing more; all that comes back until the server ends. */
  private static byte[] exchange(SocketAddress to, byte[] message) throws IOException {
    boolean unix = to instanceof UnixDomainSocketAddress;
    try (SocketChannel channel =
        SocketChannel.open(unix ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET)) {
      channel.connect(to);
      ByteBuffer out = ByteBuffer.wrap(message);
      while (out.hasRemaining()) {
        channel.write(out);
      }
      channel.shutdownOutput();
      ByteBuffer in = ByteBuffer.allocate(1 << 16);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      while (channel.read(in.clear()) >= 0) {
        all.writeBytes(Arrays.copyOf(in.array(), in.position()));
      }
      return all.toByteArray();
    }
  }
}
