package dev.vmr.daemon;

import com.google.common.io.Resources;
import dev.vmr.daemon.varlink.VarlinkCall;
import dev.vmr.daemon.varlink.VarlinkException;
import dev.vmr.daemon.varlink.VarlinkInterface;
import dev.vmr.ima.follow.ImaFollower;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code dev.vmr.Registers} for one caller (docs/daemon.md, section 3). */
final class RegistersInterface implements VarlinkInterface {
  static final String NAME = "dev.vmr.Registers";
  private static final String DESCRIPTION = description(NAME + ".varlink");

  private final RegisterHouse house;
  private final @Nullable TpmBridge bridge;
  private final @Nullable ImaFollower follower;
  private final ReadMethods reading;
  private final WriteMethods writing;
  private final LogMethods logs;

  RegistersInterface(
      Caller caller,
      AccessRules access,
      RegisterHouse house,
      @Nullable TpmBridge bridge,
      @Nullable ImaFollower follower) {
    this.house = house;
    this.bridge = bridge;
    this.follower = follower;
    this.reading = new ReadMethods(caller, access, house);
    this.writing = new WriteMethods(caller, access, house, bridge, follower);
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

  @Override
  public void call(VarlinkCall call) throws VarlinkException, IOException {
    try {
      switch (call.method()) {
        case "Extend" -> writing.extend(call);
        case "Append" -> writing.append(call);
        case "Define" -> writing.define(call);
        case "Reset" -> writing.end(call, true);
        case "Lock" -> writing.end(call, false);
        case "Read" -> reading.read(call);
        case "List" -> reading.list(call);
        case "Status" -> status(call);
        case "Log" -> logs.log(call);
        case "Subscribe" -> logs.subscribe(call);
        case "Evidence" -> logs.evidence(call);
        default -> throw VarlinkException.methodNotFound(NAME + "." + call.method());
      }
    } catch (IllegalArgumentException e) {
      throw RegistersError.invalid(e);
    }
  }

  private void status(VarlinkCall call) throws VarlinkException, IOException {
    call.finish();
    logs.permit();
    call.reply(new StatusReport(house, bridge, follower).answer());
  }
}
