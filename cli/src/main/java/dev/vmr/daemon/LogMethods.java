package dev.vmr.daemon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.daemon.varlink.VarlinkCall;
import dev.vmr.daemon.varlink.VarlinkException;
import dev.vmr.mux.Multiplexer;
import dev.vmr.platform.SimulatedQuote;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The methods of {@code dev.vmr.Registers} that concern whole logs. */
final class LogMethods {
  private static final int PIECE = 1 << 18;
  private static final int MAX_LOG = 8 << 20;
  private static final long POLL_MILLIS = 50;
  private static final int MAX_REPEATED_QUOTES = 2;

  private final Caller caller;
  private final AccessRules access;
  private final RegisterHouse house;

  LogMethods(Caller caller, AccessRules access, RegisterHouse house) {
    this.caller = caller;
    this.access = access;
    this.house = house;
  }

  private Multiplexer target(VarlinkCall call) throws VarlinkException {
    Optional<String> physical = call.optionalText("physical");
    call.finish();
    permit();
    return house
        .physical(physical)
        .orElseThrow(() -> VarlinkException.invalidParameter("physical"));
  }

  void permit() throws VarlinkException {
    if (!access.allowsLogs(caller)) {
      throw RegistersError.notPermitted("log");
    }
  }

  void log(VarlinkCall call) throws VarlinkException, IOException {
    Multiplexer multiplexer = target(call);
    if (!call.more()) {
      throw VarlinkException.expectedMore();
    }
    long size = multiplexer.position().size();
    try (InputStream in = Files.newInputStream(multiplexer.logFile())) {
      send(call, in, size, false);
    }
  }

  /** Sends the next {@code size} bytes in pieces of whole lines; a line is shorter than a piece. */
  private static void send(VarlinkCall call, InputStream in, long size, boolean continues)
      throws IOException {
    byte[] buffer = new byte[(int) Math.min(PIECE, Math.max(size, 1))];
    int have = 0;
    long left = size;
    do {
      int count = in.readNBytes(buffer, have, (int) Math.min(buffer.length - have, left));
      left -= count;
      have += count;
      if (count == 0 && left > 0) {
        throw new IOException("the log is shorter than it was");
      }
      int end = have;
      while (left > 0 && end > 0 && buffer[end - 1] != '\n') {
        end--;
      }
      ObjectNode reply =
          JsonNodeFactory.instance
              .objectNode()
              .put("text", new String(buffer, 0, end, StandardCharsets.US_ASCII));
      if (left > 0 || continues) {
        call.replyAndContinue(reply);
      } else {
        call.reply(reply);
      }
      System.arraycopy(buffer, end, buffer, 0, have - end);
      have -= end;
    } while (left > 0);
  }

  /** Until the client goes away: then a reply fails. */
  void subscribe(VarlinkCall call) throws VarlinkException, IOException {
    Multiplexer multiplexer = target(call);
    if (!call.more()) {
      throw VarlinkException.expectedMore();
    }
    long seen = multiplexer.position().size();
    try (InputStream in = Files.newInputStream(multiplexer.logFile())) {
      in.skipNBytes(seen);
      while (multiplexer.stopped().isEmpty() && call.connected()) {
        long size = multiplexer.position().size();
        if (size > seen) {
          send(call, in, size - seen, true);
          seen = size;
        } else {
          Thread.sleep(POLL_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    call.reply(JsonNodeFactory.instance.objectNode().put("text", ""));
  }

  void evidence(VarlinkCall call) throws VarlinkException, IOException {
    byte[] reportData = reportData(call.optionalText("report_data"));
    call.finish();
    permit();
    ObjectNode answer;
    try {
      answer = quoted(reportData);
      for (int again = 0; someoneElseExtended(); again++) {
        if (again == MAX_REPEATED_QUOTES) {
          throw new NoQuoteException(
              new IOException("somebody else keeps extending: log and quote would not agree"));
        }
        answer = quoted(reportData);
      }
    } catch (NoQuoteException e) {
      throw RegistersError.failed("NoQuote", e);
    }
    call.reply(answer);
  }

  private ObjectNode quoted(byte[] reportData) throws IOException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("platform", house.platform().name());
    ArrayNode logs = answer.putArray("logs");
    byte[] quote = whileStill(house.multiplexers(), reportData, logs);
    return answer.put("quote", Base64.getEncoder().encodeToString(quote));
  }

  /** To be asked after a quote: on some platforms only that brings it to light. */
  private boolean someoneElseExtended() throws IOException {
    boolean found = false;
    for (Multiplexer multiplexer : house.multiplexers()) {
      long before = multiplexer.position().jumps();
      found |= multiplexer.verify().jumps() > before;
    }
    return found;
  }

  private static byte[] reportData(Optional<String> hex) {
    byte[] data = new byte[SimulatedQuote.REPORT_DATA_SIZE];
    if (hex.isPresent()) {
      byte[] given = HexFormat.of().parseHex(hex.get());
      if (given.length != data.length) {
        throw new IllegalArgumentException("report data has " + data.length + " bytes");
      }
      return given;
    }
    return data;
  }

  /** Holds one register after the other still, then quotes. */
  private byte[] whileStill(List<Multiplexer> rest, byte[] reportData, ArrayNode logs)
      throws IOException {
    if (rest.isEmpty()) {
      try {
        return house.platform().quote(reportData);
      } catch (IOException e) {
        throw new NoQuoteException(e);
      }
    }
    Multiplexer first = rest.get(0);
    return first.whileStill(
        position -> {
          if (position.size() > MAX_LOG) {
            throw new IOException("the log is too large for one answer; take it with Log");
          }
          try (InputStream in = Files.newInputStream(first.logFile())) {
            byte[] text = in.readNBytes((int) position.size());
            logs.addObject()
                .put("physical", first.describe().name().text())
                .put("text", new String(text, StandardCharsets.US_ASCII));
          }
          return whileStill(rest.subList(1, rest.size()), reportData, logs);
        });
  }

  /** The platform gives no quote, which says nothing of logs and registers. */
  private static final class NoQuoteException extends IOException {
    private static final long serialVersionUID = 1L;

    NoQuoteException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
