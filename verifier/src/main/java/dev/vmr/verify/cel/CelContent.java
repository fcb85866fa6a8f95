package dev.vmr.verify.cel;

import dev.vmr.verify.event.Bytes;

/** What a record records. The world may add types: what is not known here is {@link Opaque}. */
public sealed interface CelContent {
  int CEL = 4;
  int PCCLIENT_STD = 5;
  int IMA_TEMPLATE = 7;
  int IMA_TLV = 8;
  int SYSTEMD = 9;

  /** Google's, for what Container-Optimized OS starts; private, but used. */
  int COS = 80;

  /** Of content that only JSON has. */
  int UNNUMBERED = -1;

  /** Its number in the TLV and CBOR encodings. */
  int type();

  /**
   * Management of the log itself.
   *
   * @param kind 1 version, 2 end of firmware, 80 time stamp, 81 state transition
   * @param first the major version, the time or the state
   * @param second the minor version
   */
  record Management(long kind, long first, long second) implements CelContent {
    static final long VERSION = 1;
    static final long FIRMWARE_END = 2;
    static final long TIMESTAMP = 80;
    static final long STATE = 81;

    @Override
    public int type() {
      return CEL;
    }

    /** Whether records of this kind extend their register. */
    boolean measured() {
      return kind == TIMESTAMP || kind == STATE;
    }
  }

  /**
   * An event as firmware logs them.
   *
   * @param eventType its TCG type
   * @param data its data
   */
  record PcClient(long eventType, Bytes data) implements CelContent {
    /** EV_NO_ACTION. */
    static final long NO_ACTION = 3;

    @Override
    public int type() {
      return PCCLIENT_STD;
    }
  }

  /**
   * An entry of an IMA list.
   *
   * @param name of its template
   * @param data its fields
   */
  record ImaTemplate(String name, Bytes data) implements CelContent {
    @Override
    public int type() {
      return IMA_TEMPLATE;
    }
  }

  /**
   * An entry of an IMA list whose fields are TLVs.
   *
   * @param data the TLVs
   */
  record ImaTlv(Bytes data) implements CelContent {
    @Override
    public int type() {
      return IMA_TLV;
    }
  }

  /**
   * A measurement of systemd.
   *
   * @param json its JSON object, as text
   */
  record Systemd(Bytes json) implements CelContent {
    @Override
    public int type() {
      return SYSTEMD;
    }
  }

  /**
   * An event of an application, as the TPM Software Stack's feature API writes it (docs/logs.md,
   * section 5.2).
   *
   * @param data what the digests are of
   * @param note what the application says about it, JSON or empty; nothing proves that
   */
  record Application(Bytes data, String note) implements CelContent {
    @Override
    public int type() {
      return UNNUMBERED;
    }
  }

  /**
   * An event of firmware whose type the feature API did not know and did not write.
   *
   * @param data what the event says
   */
  record Unnamed(Bytes data) implements CelContent {
    @Override
    public int type() {
      return UNNUMBERED;
    }
  }

  /**
   * Content of another type.
   *
   * @param type its number
   * @param encoding of which the bytes are
   * @param data its bytes: the value of a TLV, or a data item
   */
  record Opaque(int type, Encoding encoding, Bytes data) implements CelContent {
    /** What the bytes are written in. */
    public enum Encoding {
      TLV,
      CBOR
    }
  }
}
