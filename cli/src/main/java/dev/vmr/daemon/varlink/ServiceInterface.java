package dev.vmr.daemon.varlink;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/** The standard {@code org.varlink.service} (varlink.org, "Service"). */
final class ServiceInterface implements VarlinkInterface {
  private static final String NAME = "org.varlink.service";
  private static final String DESCRIPTION =
      """
      # What every varlink service answers about itself
      interface org.varlink.service

      method GetInfo() -> (
        vendor: string,
        product: string,
        version: string,
        url: string,
        interfaces: []string
      )

      method GetInterfaceDescription(interface: string) -> (description: string)

      error InterfaceNotFound (interface: string)
      error MethodNotFound (method: string)
      error MethodNotImplemented (method: string)
      error InvalidParameter (parameter: string)
      error PermissionDenied ()
      error ExpectedMore ()
      """;

  private final ServiceInfo info;
  private final List<VarlinkInterface> offered;

  ServiceInterface(ServiceInfo info, List<VarlinkInterface> offered) {
    this.info = info;
    this.offered = offered;
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
    switch (call.method()) {
      case "GetInfo" -> {
        call.finish();
        call.reply(info());
      }
      case "GetInterfaceDescription" -> {
        String wanted = call.text("interface");
        call.finish();
        call.reply(JsonNodeFactory.instance.objectNode().put("description", describe(wanted)));
      }
      default -> throw VarlinkException.methodNotFound(NAME + "." + call.method());
    }
  }

  private ObjectNode info() {
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.put("vendor", info.vendor()).put("product", info.product());
    reply.put("version", info.version()).put("url", info.url());
    ArrayNode interfaces = reply.putArray("interfaces").add(NAME);
    offered.forEach(each -> interfaces.add(each.name()));
    return reply;
  }

  private String describe(String wanted) throws VarlinkException {
    if (wanted.equals(NAME)) {
      return DESCRIPTION;
    }
    return offered.stream()
        .filter(each -> each.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> VarlinkException.interfaceNotFound(wanted))
        .description();
  }
}
