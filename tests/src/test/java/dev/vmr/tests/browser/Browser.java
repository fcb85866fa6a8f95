package dev.vmr.tests.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A headless Chromium without a network, by its DevTools protocol over the loopback. */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> incoming = new LinkedBlockingQueue<>();
  private final List<JsonNode> events = new ArrayList<>();
  private final String session;
  private final Path profile;
  private int lastId;

  /** Starts one; the test is skipped when none is installed. */
  Browser(Path folder) throws Exception {
    Optional<Path> program =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .map(name -> Path.of("/usr/bin", name))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(program.isPresent(), "skipped: no Chromium is installed");
    profile = folder.resolve("profile");
    process =
        new ProcessBuilder(
                program.get().toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-crash-reporter",
                "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    List<String> port = activePort(profile.resolve("DevToolsActivePort"));
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://127.0.0.1:" + port.get(0) + port.get(1)), new Listener(incoming))
            .get(SECONDS, TimeUnit.SECONDS);
    String target =
        call("", "Target.createTarget", JSON.createObjectNode().put("url", "about:blank"))
            .path("targetId")
            .asText();
    session =
        call(
                "",
                "Target.attachToTarget",
                JSON.createObjectNode().put("targetId", target).put("flatten", true))
            .path("sessionId")
            .asText();
    for (String domain : List.of("Page", "Network", "Runtime")) {
      call(domain + ".enable", JSON.createObjectNode());
    }
  }

  /** The file that Chromium writes when it listens. */
  private List<String> activePort(Path file) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() >= 2) {
        return lines;
      }
      Thread.sleep(50);
    }
    throw new IOException("Chromium does not listen");
  }

  /** How the next page is seen. */
  void look(int width, int height, boolean dark) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        JSON.createObjectNode()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", width < 600));
    ObjectNode media = JSON.createObjectNode();
    media
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", dark ? "dark" : "light");
    call("Emulation.setEmulatedMedia", media);
  }

  /** Opens a file and waits until it is loaded. */
  void open(Path page) throws Exception {
    events.clear();
    call("Page.navigate", JSON.createObjectNode().put("url", page.toUri().toString()));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (events.stream().noneMatch(each -> is(each, "Page.loadEventFired"))) {
      take(end);
    }
  }

  private static boolean is(JsonNode event, String method) {
    return event.path("method").asText().equals(method);
  }

  /** What has happened since the page was opened. */
  List<JsonNode> events(String method) {
    return events.stream().filter(each -> is(each, method)).toList();
  }

  /** The value of a JavaScript expression; the page's own policy does not bind us. */
  JsonNode value(String expression) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            JSON.createObjectNode().put("expression", expression).put("returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IOException(result.path("exceptionDetails").toString());
    }
    return result.path("result").path("value");
  }

  /** The whole page as a PNG. */
  byte[] picture() throws Exception {
    JsonNode result =
        call(
            "Page.captureScreenshot",
            JSON.createObjectNode().put("format", "png").put("captureBeyondViewport", true));
    return Base64.getDecoder().decode(result.path("data").asText());
  }

  private JsonNode call(String method, ObjectNode parameters) throws Exception {
    return call(session, method, parameters);
  }

  private JsonNode call(String to, String method, ObjectNode parameters) throws Exception {
    int id = ++lastId;
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    if (!to.isEmpty()) {
      message.put("sessionId", to);
    }
    socket.sendText(message.toString(), true).get(SECONDS, TimeUnit.SECONDS);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (true) {
      JsonNode next = take(end);
      if (next.path("id").asInt() == id) {
        if (next.has("error")) {
          throw new IOException(method + ": " + next.path("error"));
        }
        return next.path("result");
      }
    }
  }

  private JsonNode take(long end) throws Exception {
    JsonNode next = incoming.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    if (next == null) {
      throw new IOException("Chromium does not answer");
    }
    if (next.has("method")) {
      events.add(next);
    }
    return next;
  }

  /** Ends it with all its processes, one of which may still be writing to the profile. */
  @Override
  public void close() {
    socket.abort();
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      process.waitFor(SECONDS, TimeUnit.SECONDS);
      for (ProcessHandle child : children) {
        child.onExit().get(SECONDS, TimeUnit.SECONDS);
      }
      deleteProfile();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Chromium does not end", e);
    }
  }

  private void deleteProfile() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (Files.exists(profile) && System.nanoTime() < end) {
      try {
        MoreFiles.deleteRecursively(profile, RecursiveDeleteOption.ALLOW_INSECURE);
      } catch (IOException e) {
        Thread.sleep(50); // something came into it meanwhile
      }
    }
  }

  /** Puts the parts of each message together. */
  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> to;
    private final StringBuilder text = new StringBuilder();

    Listener(BlockingQueue<JsonNode> to) {
      this.to = to;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          to.add(JSON.readTree(text.toString()));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        text.setLength(0);
      }
      return WebSocket.Listener.super.onText(from, data, last);
    }
  }
}
