package dev.vmr.daemon.varlink;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VarlinkSessionTest {
  /** {@code Echo(text: string)}, and {@code Count()} that answers three times. */
  private static final VarlinkInterface ECHO =
      new VarlinkInterface() {
        @Override
        public String name() {
          return "test.Echo";
        }

        @Override
        public String description() {
          return "interface test.Echo";
        }

        @Override
        public void call(VarlinkCall call) throws VarlinkException, IOException {
          JsonNodeFactory json = JsonNodeFactory.instance;
          if (call.method().equals("Echo")) {
            String text = call.text("text");
            call.finish();
            call.reply(json.objectNode().put("text", text));
          } else if (!call.more()) {
            throw VarlinkException.expectedMore();
          } else {
            call.replyAndContinue(json.objectNode().put("n", 1));
            call.reply(json.objectNode().put("n", 2));
          }
        }
      };

  private static String run(byte[] input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new VarlinkSession(
            new ByteArrayInputStream(input),
            out,
            () -> true,
            new ServiceInfo("v", "p", "1", "u"),
            List.of(ECHO))
        .run();
    return out.toString(StandardCharsets.UTF_8).replace('\0', '~');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'method':'test.Echo.Echo','parameters':{'text':'a'}}~ | {'parameters':{'text':'a'}}~",
        "{'method':'test.Echo.Echo','parameters':{'text':'a'},'oneway':true}~ | ``",
        "{'method':'test.Echo.Echo'}~ | {'error':'org.varlink.service.InvalidParameter','parameters':{'parameter':'text'}}~",
        "{'method':'test.Echo.Echo','parameters':{'text':1}}~ | {'error':'org.varlink.service.InvalidParameter','parameters':{'parameter':'text'}}~",
        "{'method':'test.Echo.Echo','parameters':{'text':'a','b':1}}~ | {'error':'org.varlink.service.InvalidParameter','parameters':{'parameter':'b'}}~",
        "{'method':'test.Echo.Count'}~ | {'error':'org.varlink.service.ExpectedMore','parameters':{}}~",
        "{'method':'test.Echo.Count','more':true}~ | {'parameters':{'n':1},'continues':true}~{'parameters':{'n':2}}~",
        "{'method':'test.No.Count'}~ | {'error':'org.varlink.service.InterfaceNotFound','parameters':{'interface':'test.No'}}~",
        "{'method':'nonsense'}~ | {'error':'org.varlink.service.InterfaceNotFound','parameters':{'interface':'nonsense'}}~",
        "{'method':'org.varlink.service.GetInfo'}~ | {'parameters':{'vendor':'v','product':'p','version':'1','url':'u','interfaces':['org.varlink.service','test.Echo']}}~",
        "{'method':'org.varlink.service.GetInterfaceDescription','parameters':{'interface':'test.Echo'}}~ | {'parameters':{'description':'interface test.Echo'}}~",
        "{'method':'org.varlink.service.GetInterfaceDescription','parameters':{'interface':'x'}}~ | {'error':'org.varlink.service.InterfaceNotFound','parameters':{'interface':'x'}}~",
        // What is no call ends the session: nothing more is answered.
        "[]~{'method':'test.Echo.Echo','parameters':{'text':'a'}}~ | ``",
        "{~ | ``",
        "{'method':1}~ | ``",
        "{'method':'a.B','method':'a.C'}~ | ``",
        "{'method':'test.Echo.Echo','parameters':{'text':'a'}} | ``",
        "{'method':'test.Echo.Echo','parameters':[]}~ | ``",
        "{'method':'test.Echo.Echo','other':1}~ | ``",
        "~ | ``",
      })
  void answers(String messages, String replies) throws IOException {
    byte[] input = messages.replace('\'', '"').replace('~', '\0').getBytes(StandardCharsets.UTF_8);
    assertThat(run(input)).isEqualTo(replies.replace('\'', '"'));
  }

  @FuzzTest(maxDuration = "60s")
  void answersOrEnds(byte[] input) throws IOException {
    run(input);
  }
}
