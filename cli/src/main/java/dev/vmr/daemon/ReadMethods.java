package dev.vmr.daemon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.daemon.AccessRules.Right;
import dev.vmr.daemon.varlink.VarlinkCall;
import dev.vmr.daemon.varlink.VarlinkException;
import dev.vmr.mux.Multiplexer;
import dev.vmr.record.Define;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.VirtualRegister;
import java.io.IOException;

/** The methods of {@code dev.vmr.Registers} that say how virtual registers stand. */
final class ReadMethods {
  private final Caller caller;
  private final AccessRules access;
  private final RegisterHouse house;

  ReadMethods(Caller caller, AccessRules access, RegisterHouse house) {
    this.caller = caller;
    this.access = access;
    this.house = house;
  }

  void read(VarlinkCall call) throws VarlinkException, IOException {
    RegisterName name = new RegisterName(call.text("name"));
    call.finish();
    if (!access.allows(caller, Right.READ, name.text())) {
      throw RegistersError.notPermitted(name.text());
    }
    Multiplexer multiplexer = house.multiplexer(name);
    VirtualRegister register =
        multiplexer.registers().find(name).orElseThrow(() -> RegistersError.noSuchRegister(name));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("register", describe(register, multiplexer));
    call.reply(answer);
  }

  void list(VarlinkCall call) throws VarlinkException, IOException {
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
