package dev.vmr.daemon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.io.Resources;
import dev.vmr.daemon.AccessRules.Right;
import dev.vmr.daemon.varlink.VarlinkCall;
import dev.vmr.daemon.varlink.VarlinkException;
import dev.vmr.daemon.varlink.VarlinkInterface;
import dev.vmr.ima.follow.ImaFollower;
import dev.vmr.mux.Multiplexer;
import dev.vmr.mux.NotExtendedException;
import dev.vmr.mux.Receipt;
import dev.vmr.mux.RefusedException;
import dev.vmr.mux.StoppedException;
import dev.vmr.record.Define;
import dev.vmr.record.Event;
import dev.vmr.record.Extend;
import dev.vmr.record.InitialValue;
import dev.vmr.record.Lock;
import dev.vmr.record.LogRecord;
import dev.vmr.record.Note;
import dev.vmr.record.Reset;
import dev.vmr.record.Subject;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.tpm.command.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code dev.vmr.Registers} for one caller (docs/daemon.md, section 3). */
final class RegistersInterface implements VarlinkInterface {
  static final String NAME = "dev.vmr.Registers";
  private static final String DESCRIPTION = description(NAME + ".varlink");

  private final Caller caller;
  private final AccessRules access;
  private final RegisterHouse house;
  private final @Nullable TpmBridge bridge;
  private final @Nullable ImaFollower follower;
  private final LogMethods logs;

  RegistersInterface(
      Caller caller,
      AccessRules access,
      RegisterHouse house,
      @Nullable TpmBridge bridge,
      @Nullable ImaFollower follower) {
    this.caller = caller;
    this.access = access;
    this.house = house;
    this.bridge = bridge;
    this.follower = follower;
    this.logs = new LogMethods(caller, access, house);
  }

  private static String description(String resource) {
    try {
      return Resources.toString(
          Resources.getResource(RegistersInterface.class, resource), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(resource + " cannot be read", e);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return DESCRIPTION;
  }

  /** A record could not be made of what the caller said. */
  static VarlinkException invalid(IllegalArgumentException reason) {
    return refused("invalid", String.valueOf(reason.getMessage()));
  }

  private static VarlinkException refused(String reason, String text) {
    return VarlinkException.of(NAME + ".Refused", "reason", reason, "text", text);
  }

  static VarlinkException notPermitted(String name) {
    return VarlinkException.of(NAME + ".NotPermitted", "name", name);
  }

  @Override
  public void call(VarlinkCall call) throws VarlinkException, IOException {
    try {
      switch (call.method()) {
        case "Extend" -> extend(call);
        case "Append" -> append(call);
        case "Define" -> define(call);
        case "Reset" -> end(call, true);
        case "Lock" -> end(call, false);
        case "Read" -> read(call);
        case "List" -> list(call);
        case "Status" -> status(call);
        case "Log" -> logs.log(call);
        case "Subscribe" -> logs.subscribe(call);
        case "Evidence" -> logs.evidence(call);
        default -> throw VarlinkException.methodNotFound(NAME + "." + call.method());
      }
    } catch (IllegalArgumentException e) {
      throw invalid(e);
    }
  }

  private void permit(Right right, String name) throws VarlinkException {
    if (!access.allows(caller, right, name)) {
      throw notPermitted(name);
    }
  }

  private Optional<Integer> pcr(RegisterName name) {
    return bridge == null ? Optional.empty() : bridge.pcr(name);
  }

  private void extend(VarlinkCall call) throws VarlinkException, IOException {
    RegisterName name = new RegisterName(call.text("name"));
    List<Digest> digests = new ArrayList<>();
    for (String text : call.texts("digests")) {
      digests.add(Digest.parse(text));
    }
    @Nullable Note note = call.optionalText("note").map(Note::of).orElse(null);
    call.finish();
    permit(Right.EXTEND, name.text());
    refuseFollowed(name);
    Optional<Integer> pcr = pcr(name);
    Extend record = new Extend(name, digests, note);
    if (pcr.isPresent()) {
      reply(call, name, () -> extendPcr(pcr.get(), record));
    } else {
      submit(call, name, record);
    }
  }

  private Receipt extendPcr(int pcr, Extend record) throws IOException, VarlinkException {
    if (bridge == null || !bridge.isLogged(pcr)) {
      throw refused("tpm", "PCR " + pcr + " is kept off the log");
    }
    try {
      return bridge.extend(pcr, record.digests(), record.note());
    } catch (CommandException e) {
      throw refused("tpm", "the TPM refuses to extend PCR " + pcr + ": " + e.getMessage());
    }
  }

  private void append(VarlinkCall call) throws VarlinkException, IOException {
    Subject subject = new Subject(call.text("name"));
    String operation = call.text("operation");
    @Nullable String content = call.optionalText("content").orElse(null);
    call.finish();
    permit(Right.EXTEND, subject.text());
    Multiplexer target =
        subject
            .register()
            .map(house::multiplexer)
            .or(() -> house.physical(Optional.empty()))
            .orElseThrow();
    Event event = new Event(subject, operation, content);
    reply(call, target, () -> target.submit(event));
  }

  private void define(VarlinkCall call) throws VarlinkException, IOException {
    RegisterName name = new RegisterName(call.text("name"));
    List<HashAlgorithm> banks = new ArrayList<>();
    for (String text : call.texts("banks")) {
      banks.add(
          HashAlgorithm.ofKernelName(text)
              .orElseThrow(() -> new IllegalArgumentException("unknown hash algorithm")));
    }
    boolean resettable = call.flag("resettable");
    call.finish();
    permit(Right.OWN, name.text());
    refusePcr(name);
    submit(call, name, new Define(name, banks, null, InitialValue.ZEROS, resettable));
  }

  private void end(VarlinkCall call, boolean reset) throws VarlinkException, IOException {
    RegisterName name = new RegisterName(call.text("name"));
    call.finish();
    permit(Right.OWN, name.text());
    refusePcr(name);
    submit(call, name, reset ? new Reset(name, null) : new Lock(name));
  }

  /** What is extended by an IMA list is extended by nothing else, or it would not be the list. */
  private void refuseFollowed(RegisterName name) throws VarlinkException {
    if (follower != null && follower.registerName().equals(name)) {
      throw refused("followed", name + " follows " + follower.config().list() + " and nobody else");
    }
  }

  private void refusePcr(RegisterName name) throws VarlinkException {
    refuseFollowed(name);
    Optional<Integer> pcr = pcr(name);
    if (pcr.isPresent()) {
      throw refused("tpm", name + " is PCR " + pcr.get() + " of the TPM, which does that itself");
    }
  }

  private void submit(VarlinkCall call, RegisterName name, LogRecord record)
      throws VarlinkException, IOException {
    if (name.equals(RegisterName.MULTIPLEXER)) {
      throw refused("invalid", name + " is the multiplexer's own name");
    }
    reply(call, name, () -> house.multiplexer(name).submit(record));
  }

  private interface Submission {
    Receipt run() throws RefusedException, IOException, VarlinkException;
  }

  private void reply(VarlinkCall call, RegisterName name, Submission submission)
      throws VarlinkException, IOException {
    reply(call, house.multiplexer(name), submission);
  }

  private static void reply(VarlinkCall call, Multiplexer target, Submission submission)
      throws VarlinkException, IOException {
    Receipt receipt;
    try {
      receipt = submission.run();
    } catch (RefusedException e) {
      String reason = e.refusal().reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
      throw refused(reason, e.refusal().text());
    } catch (NotExtendedException e) {
      throw failed("NotExtended", e);
    } catch (StoppedException e) {
      throw failed("Stopped", e);
    } catch (IOException e) {
      throw failed("NotExtended", e);
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .putObject("receipt")
        .put("physical", target.describe().name().text())
        .put("record", receipt.number())
        .put("digest", receipt.lineDigest().toString());
    call.reply(answer);
  }

  static VarlinkException failed(String error, IOException cause) {
    return VarlinkException.of(NAME + "." + error, "text", String.valueOf(cause.getMessage()));
  }

  private void read(VarlinkCall call) throws VarlinkException, IOException {
    RegisterName name = new RegisterName(call.text("name"));
    call.finish();
    permit(Right.READ, name.text());
    Multiplexer multiplexer = house.multiplexer(name);
    VirtualRegister register =
        multiplexer
            .registers()
            .find(name)
            .orElseThrow(() -> VarlinkException.of(NAME + ".NoSuchRegister", "name", name.text()));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("register", describe(register, multiplexer));
    call.reply(answer);
  }

  private void status(VarlinkCall call) throws VarlinkException, IOException {
    call.finish();
    logs.permit();
    call.reply(new StatusReport(house, bridge, follower).answer());
  }

  private void list(VarlinkCall call) throws VarlinkException, IOException {
    call.finish();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode registers = answer.putArray("registers");
    for (Multiplexer multiplexer : house.multiplexers()) {
      for (VirtualRegister register : multiplexer.registers().snapshot().values()) {
        if (access.allows(caller, Right.READ, register.name().text())) {
          registers.add(describe(register, multiplexer));
        }
      }
    }
    call.reply(answer);
  }

  private static ObjectNode describe(VirtualRegister register, Multiplexer multiplexer) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", register.name().text());
    node.put("physical", multiplexer.describe().name().text());
    ArrayNode banks = node.putArray("banks");
    register
        .banks()
        .forEach(
            (algorithm, value) ->
                banks
                    .addObject()
                    .put("algorithm", algorithm.kernelName())
                    .put("value", value.hex()));
    node.put("extends", register.extensions());
    node.put("resets", register.resets());
    node.put("locked", register.locked());
    node.put("resettable", register.resettable());
    Integer pcr = register.definition().map(Define::pcr).orElse(null);
    if (pcr != null) {
      node.put("pcr", pcr.intValue());
    }
    return node;
  }
}
