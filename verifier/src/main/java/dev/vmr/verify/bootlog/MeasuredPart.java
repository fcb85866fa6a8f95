package dev.vmr.verify.bootlog;

import com.google.common.collect.ImmutableList;
import dev.vmr.verify.bootlog.content.TaggedEvents;
import dev.vmr.verify.bootlog.content.UefiVariable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the digests of an event are of (docs/bootlog.md, section 5): the candidates that firmware
 * and boot loaders are known to hash, in the order in which they are tried.
 */
enum MeasuredPart {
  /** Something that is not in the log. */
  NOTHING {
    @Override
    List<Candidate> candidates(byte[] data) {
      return List.of();
    }

    @Override
    boolean required(byte[] data) {
      return false;
    }
  },
  /** Something that is not in the log, or the data. */
  PERHAPS_ALL {
    @Override
    List<Candidate> candidates(byte[] data) {
      return List.of(all(data));
    }

    @Override
    boolean required(byte[] data) {
      return false;
    }
  },
  ALL {
    @Override
    List<Candidate> candidates(byte[] data) {
      return List.of(all(data));
    }
  },
  /** A version, of which old firmware hashed another form than it logged. */
  VERSION {
    @Override
    List<Candidate> candidates(byte[] data) {
      return STRING.candidates(data);
    }
  },
  /** A string, with or without the NULs that end it. */
  STRING {
    @Override
    List<Candidate> candidates(byte[] data) {
      return List.of(all(data), new Candidate("string", data, 0, end(data)));
    }
  },
  /** The data; of a separator that reports an error the number 1, while the data is the error. */
  SEPARATOR {
    @Override
    List<Candidate> candidates(byte[] data) {
      byte[] error = {1, 0, 0, 0};
      return List.of(all(data), new Candidate("error mark", error, 0, error.length));
    }
  },
  /** A variable with its name, or its value alone. */
  VARIABLE {
    @Override
    List<Candidate> candidates(byte[] data) {
      UefiVariable.Place value = UefiVariable.valueOf(data);
      return List.of(all(data), new Candidate("variable value", data, value.from(), value.to()));
    }
  },
  /** As a variable; old versions of shim and of EDK2 forgot the last byte of what they logged. */
  AUTHORITY {
    @Override
    List<Candidate> candidates(byte[] data) {
      return ImmutableList.<Candidate>builder()
          .addAll(VARIABLE.candidates(data))
          .add(new Candidate("all but the last byte", data, 0, Math.max(0, data.length - 1)))
          .build();
    }
  },
  /** Tagged events: all of it, what the tag holds, or something that is not in the log. */
  TAGGED {
    @Override
    List<Candidate> candidates(byte[] data) {
      int head = Math.min(TaggedEvents.HEAD, data.length);
      return List.of(all(data), new Candidate("tagged data", data, head, data.length));
    }

    @Override
    boolean required(byte[] data) {
      return aael(data);
    }
  },
  /** What a boot loader measures: a command, or a file of which the log has the name. */
  BOOT_LOADER {
    @Override
    List<Candidate> candidates(byte[] data) {
      return BootLoaderParts.candidates(data);
    }

    @Override
    boolean required(byte[] data) {
      return BootLoaderParts.isCommand(data);
    }
  };

  /** What digests may be the hash of. */
  record Candidate(String name, ByteBuffer part) {
    /** {@code data[from, to)}. */
    Candidate(String name, byte[] data, int from, int to) {
      this(name, ByteBuffer.wrap(data, from, to - from));
    }
  }

  abstract List<Candidate> candidates(byte[] data);

  /** Whether one of the candidates must be it. */
  boolean required(byte[] data) {
    return true;
  }

  static Candidate all(byte[] data) {
    return new Candidate("all", data, 0, data.length);
  }

  /** Where the NULs begin that end the data. */
  static int end(byte[] data) {
    int end = data.length;
    while (end > 0 && data[end - 1] == 0) {
      end--;
    }
    return end;
  }

  /** Whether the data is an event of the attestation agent. */
  static boolean aael(byte[] data) {
    return data.length >= TaggedEvents.HEAD
        && new String(data, 0, 4, StandardCharsets.ISO_8859_1).equals("LEAA");
  }
}
