package dev.vmr.daemon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.ima.follow.FollowStatus;
import dev.vmr.ima.follow.ImaFollower;
import dev.vmr.mux.Multiplexer;
import dev.vmr.mux.Position;
import dev.vmr.mux.Recovery;
import dev.vmr.platform.PhysicalRegister;
import dev.vmr.platform.RegisterDescription;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the method {@code Status} of {@code dev.vmr.Registers} tells. */
final class StatusReport {
  private final RegisterHouse house;
  private final @Nullable TpmBridge bridge;
  private final @Nullable ImaFollower follower;

  StatusReport(RegisterHouse house, @Nullable TpmBridge bridge, @Nullable ImaFollower follower) {
    this.house = house;
    this.bridge = bridge;
    this.follower = follower;
  }

  /** The answer. */
  ObjectNode answer() throws IOException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("platform", house.platform().name());
    ArrayNode all = answer.putArray("physical");
    for (Multiplexer multiplexer : house.multiplexers()) {
      all.add(describe(multiplexer));
    }
    ArrayNode registers = answer.putArray("registers");
    for (PhysicalRegister register : house.platform().registers()) {
      registers.add(describe(register));
    }
    if (bridge != null) {
      ObjectNode tpm = answer.putObject("tpm");
      tpm.put("engine", bridge.engine()).put("state", bridge.state());
      ArrayNode transports = tpm.putArray("transports");
      bridge.transports().forEach(transports::add);
    }
    if (follower != null) {
      answer.set("ima", describe(follower));
    }
    return answer;
  }

  private static ObjectNode describe(ImaFollower follower) {
    FollowStatus status = follower.status();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("list", follower.config().list().toString());
    node.put("register", follower.registerName().text());
    node.put("state", status.state().text());
    node.put("entries", status.entries());
    node.put("behind", status.behind());
    node.put("lag_ms", status.lagMillis());
    node.put("longest_lag_ms", status.longestLagMillis());
    node.put("gaps", status.gaps());
    if (!status.reason().isEmpty()) {
      node.put("reason", status.reason());
    }
    return node;
  }

  private static ObjectNode describe(PhysicalRegister register) throws IOException {
    RegisterDescription description = register.describe();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", description.name().text());
    node.put("algorithm", description.algorithm().kernelName());
    node.put("extendable", description.extendable());
    if (description.readable()) {
      node.put("value", register.read().hex());
    }
    return node;
  }

  private static ObjectNode describe(Multiplexer multiplexer) throws IOException {
    Position position =
        multiplexer.stopped().isPresent() ? multiplexer.position() : multiplexer.verify();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", multiplexer.describe().name().text());
    node.put("algorithm", multiplexer.describe().algorithm().kernelName());
    node.put("value", position.value().hex());
    node.put("records", position.records());
    node.put("size", position.size());
    node.put("jumps", position.jumps());
    node.put("log", multiplexer.logFile().toAbsolutePath().toString());
    node.put("recovery", describe(multiplexer.recovery()));
    multiplexer.stopped().ifPresent(stopped -> node.put("stopped", stopped.getMessage()));
    return node;
  }

  /** What happened when the log was opened, in words. */
  static String describe(Recovery recovery) {
    StringBuilder text = new StringBuilder(recovery.records() + " records found");
    if (recovery.redone() > 0) {
      text.append(", ").append(recovery.redone()).append(" of them extended again");
    }
    switch (recovery.torn()) {
      case CUT -> text.append(", a torn line cut off");
      case COMPLETED -> text.append(", a torn line completed");
      case NONE -> {}
    }
    if (recovery.foreignValue() != null) {
      text.append(", somebody else had extended the register to ").append(recovery.foreignValue());
    }
    if (recovery.archived() != null) {
      text.append(", the log of another boot is ").append(recovery.archived());
    }
    if (recovery.kexec()) {
      text.append(", the register outlived another kernel");
    }
    return text.toString();
  }
}
