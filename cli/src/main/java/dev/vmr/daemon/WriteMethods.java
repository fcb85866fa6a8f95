package dev.vmr.daemon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.daemon.AccessRules.Right;
import dev.vmr.daemon.varlink.VarlinkCall;
import dev.vmr.daemon.varlink.VarlinkException;
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
import dev.vmr.tpm.command.CommandException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The methods of {@code dev.vmr.Registers} that make a record. */
final class WriteMethods {
  private final Caller caller;
  private final AccessRules access;
  private final RegisterHouse house;
  private final @Nullable TpmBridge bridge;
  private final @Nullable ImaFollower follower;

  WriteMethods(
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
  }

  private void permit(Right right, String name) throws VarlinkException {
    if (!access.allows(caller, right, name)) {
      throw RegistersError.notPermitted(name);
    }
  }

  private Optional<Integer> pcr(RegisterName name) {
    return bridge == null ? Optional.empty() : bridge.pcr(name);
  }

  void extend(VarlinkCall call) throws VarlinkException, IOException {
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
      throw RegistersError.refused("tpm", "PCR " + pcr + " is kept off the log");
    }
    try {
      return bridge.extend(pcr, record.digests(), record.note());
    } catch (CommandException e) {
      throw RegistersError.refused(
          "tpm", "the TPM refuses to extend PCR " + pcr + ": " + e.getMessage());
    }
  }

  void append(VarlinkCall call) throws VarlinkException, IOException {
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

  void define(VarlinkCall call) throws VarlinkException, IOException {
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

  /** Reset or lock, as {@code reset} says. */
  void end(VarlinkCall call, boolean reset) throws VarlinkException, IOException {
    RegisterName name = new RegisterName(call.text("name"));
    call.finish();
    permit(Right.OWN, name.text());
    refusePcr(name);
    submit(call, name, reset ? new Reset(name, null) : new Lock(name));
  }

  /** What is extended by an IMA list is extended by nothing else, or it would not be the list. */
  private void refuseFollowed(RegisterName name) throws VarlinkException {
    if (follower != null && follower.registerName().equals(name)) {
      throw RegistersError.refused(
          "followed", name + " follows " + follower.config().list() + " and nobody else");
    }
  }

  private void refusePcr(RegisterName name) throws VarlinkException {
    refuseFollowed(name);
    Optional<Integer> pcr = pcr(name);
    if (pcr.isPresent()) {
      throw RegistersError.refused(
          "tpm", name + " is PCR " + pcr.get() + " of the TPM, which does that itself");
    }
  }

  private void submit(VarlinkCall call, RegisterName name, LogRecord record)
      throws VarlinkException, IOException {
    if (name.equals(RegisterName.MULTIPLEXER)) {
      throw RegistersError.refused("invalid", name + " is the multiplexer's own name");
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
      throw RegistersError.refused(reason, e.refusal().text());
    } catch (NotExtendedException e) {
      throw RegistersError.failed("NotExtended", e);
    } catch (StoppedException e) {
      throw RegistersError.failed("Stopped", e);
    } catch (IOException e) {
      throw RegistersError.failed("NotExtended", e);
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .putObject("receipt")
        .put("physical", target.describe().name().text())
        .put("record", receipt.number())
        .put("digest", receipt.lineDigest().toString());
    call.reply(answer);
  }
}
