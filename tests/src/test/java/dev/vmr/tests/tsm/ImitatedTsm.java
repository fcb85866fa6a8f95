package dev.vmr.tests.tsm;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.tests.tsm.AttributeFile.CallFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of a machine with a TSM: registers that a write extends, and reports whose {@code
 * outblob} is a quote over {@code inblob} and the registers as they are. Its form is that of the
 * simulated platform (docs/simulated-platform.md, section 3), written anew here.
 */
final class ImitatedTsm implements AutoCloseable {
  private static final int REPORT_DATA = 64;

  final Path measurements;
  final Path reports;

  private final Map<String, RegisterBank> registers = new TreeMap<>();
  private final FileTree reportFolders = new FileTree(this::report);
  private final KeyPair key;
  private final FuseMount mount;
  private int rivals;
  private int errno;

  private ImitatedTsm(Path folder, KeyPair key) throws IOException {
    this.measurements = folder.resolve("measurements");
    this.reports = folder.resolve("report");
    this.key = key;
    FileTree root = new FileTree();
    FileTree files = new FileTree();
    root.folders.put("measurements", files);
    root.folders.put("report", reportFolders);
    for (String name : new String[] {"mrtd", "rtmr0", "rtmr1", "rtmr2", "rtmr3"}) {
      registers.put(name, new RegisterBank(Digest.zero(HashAlgorithm.SHA384)));
      files.files.put(name + ":sha384", new RegisterFile(name));
    }
    this.mount = FuseMount.open(folder, root);
  }

  /** Mounts one at a folder that is made for it. */
  static ImitatedTsm open(Path folder) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(384);
    return new ImitatedTsm(Files.createDirectory(folder), generator.generateKeyPair());
  }

  /** Somebody else writes to the next reports between our write and our read. */
  synchronized void rivals(int reports) {
    rivals = reports;
  }

  /** Reports fail with this; 0 for no longer. */
  synchronized void reportsFail(int errno) {
    this.errno = errno;
  }

  /** Somebody else extends a register. */
  synchronized void extend(String register, Digest digest) {
    registers.put(register, registers.get(register).extendedBy(digest));
  }

  /** How many reports there are that nobody has removed. */
  int reportsLeft() {
    return reportFolders.folders.size();
  }

  private FileTree report() {
    return new Report().files();
  }

  private synchronized byte[] quote(byte[] reportData) {
    StringBuilder text = new StringBuilder("vmr simulated quote 1\n");
    text.append("boot 00000000-0000-0001-0000-000000000002\n");
    text.append("report-data ").append(HexFormat.of().formatHex(reportData)).append('\n');
    registers.forEach(
        (name, bank) -> text.append("register " + name + " " + bank.value()).append('\n'));
    Base64.Encoder base64 = Base64.getEncoder();
    text.append("key ").append(base64.encodeToString(key.getPublic().getEncoded())).append('\n');
    try {
      Signature signature = Signature.getInstance("SHA384withECDSA");
      signature.initSign(key.getPrivate());
      signature.update(text.toString().getBytes(StandardCharsets.US_ASCII));
      text.append("signature ").append(base64.encodeToString(signature.sign())).append('\n');
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    mount.close();
  }

  /** {@code NAME:sha384} of the measurement-register ABI. */
  private final class RegisterFile implements AttributeFile {
    private final String name;

    RegisterFile(String name) {
      this.name = name;
    }

    @Override
    public int size() {
      return HashAlgorithm.SHA384.size();
    }

    @Override
    public int mode() {
      return name.equals("mrtd") ? 0444 : 0644;
    }

    @Override
    public byte[] read() {
      synchronized (ImitatedTsm.this) {
        return registers.get(name).value().toByteArray();
      }
    }

    @Override
    public void write(byte[] data) throws CallFailure {
      if (data.length != size()) {
        throw new CallFailure(CallFailure.EINVAL);
      }
      extend(name, Digest.of(HashAlgorithm.SHA384, data));
    }
  }

  /** One folder of configfs-tsm. */
  private final class Report {
    private byte[] inblob = new byte[0];
    private byte[] outblob = new byte[0];
    private int generation;
    private int quoted;

    FileTree files() {
      FileTree folder = new FileTree();
      folder.files.put("inblob", file(0200, () -> new byte[0], this::ask));
      folder.files.put("outblob", file(0444, this::answer, null));
      folder.files.put("generation", file(0444, () -> ascii(generation + "\n"), null));
      folder.files.put("provider", file(0444, () -> ascii("tdx_guest\n"), null));
      return folder;
    }

    private void ask(byte[] data) throws CallFailure {
      if (data.length > REPORT_DATA) {
        throw new CallFailure(CallFailure.EINVAL);
      }
      inblob = data;
      generation++;
    }

    private byte[] answer() throws CallFailure {
      synchronized (ImitatedTsm.this) {
        if (errno != 0 || inblob.length != REPORT_DATA) {
          throw new CallFailure(errno == 0 ? CallFailure.EINVAL : errno);
        }
        if (rivals > 0 && quoted != generation) {
          rivals--;
          ask(new byte[REPORT_DATA]);
        }
        if (quoted != generation) {
          outblob = quote(inblob);
          quoted = generation;
        }
        return outblob;
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** What a read of an attribute gives. */
  private interface Reading {
    byte[] read() throws CallFailure;
  }

  /** What a write to an attribute does. */
  private interface Writing {
    void write(byte[] data) throws CallFailure;
  }

  private static AttributeFile file(int mode, Reading reading, Writing writing) {
    return new AttributeFile() {
      @Override
      public int size() {
        return 4096;
      }

      @Override
      public int mode() {
        return mode;
      }

      @Override
      public byte[] read() throws CallFailure {
        return reading.read();
      }

      @Override
      public void write(byte[] data) throws CallFailure {
        if (writing == null) {
          throw new CallFailure(CallFailure.EINVAL);
        }
        writing.write(data);
      }
    };
  }
}
