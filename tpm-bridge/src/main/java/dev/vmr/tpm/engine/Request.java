package dev.vmr.tpm.engine;

import dev.vmr.tpm.command.CommandReader;
import dev.vmr.tpm.command.CommandWriter;

/** A command whose handles and authorizations are in order, and the answer that it is given. */
final class Request {
  private final int locality;
  private final int[] handles;
  private final CommandReader parameters;
  private final CommandWriter answer = new CommandWriter();
  private int answerHandle;

  Request(int locality, int[] handles, CommandReader parameters) {
    this.locality = locality;
    this.handles = handles.clone();
    this.parameters = parameters;
  }

  int locality() {
    return locality;
  }

  /** The handle of that index, from 0. */
  int handle(int index) {
    return handles[index];
  }

  /** The parameters, decrypted; to be read to the end before anything is done. */
  CommandReader parameters() {
    return parameters;
  }

  /** Where the parameters of the response go. */
  CommandWriter answer() {
    return answer;
  }

  /** The handle of the response, 0 when there is none. */
  int answerHandle() {
    return answerHandle;
  }

  void answerHandle(int handle) {
    answerHandle = handle;
  }
}
