package dev.vmr.verify.convert;

import dev.vmr.verify.bootlog.BootLogs;
import dev.vmr.verify.bootlog.RawEvent;
import dev.vmr.verify.cel.CelContent;
import dev.vmr.verify.cel.CelDigest;
import dev.vmr.verify.cel.CelIndex;
import dev.vmr.verify.cel.CelRecord;
import dev.vmr.verify.event.Bytes;
import dev.vmr.verify.event.LogPlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The records of a firmware log: each event is of the type pcclient_std. */
final class BootLogRecords {
  private BootLogRecords() {}

  static List<CelRecord> of(byte[] log, BootLogs.Raw raw) throws ConversionException {
    List<CelRecord> records = new ArrayList<>();
    Map<CelIndex, Long> numbers = new HashMap<>();
    for (RawEvent event : raw.events()) {
      LogPlace place = LogPlace.offset(event.offset());
      if (event.index() < 0 || event.unknown() > 0) {
        throw new ConversionException(
            place + ": a record has a register and digests of known algorithms");
      }
      CelIndex index = new CelIndex(raw.cc() ? CelIndex.Kind.CC : CelIndex.Kind.PCR, event.index());
      long number = numbers.merge(index, 1L, Long::sum) - 1;
      records.add(
          new CelRecord(
              place,
              number,
              index,
              event.digests().stream().map(CelDigest::of).toList(),
              new CelContent.PcClient(
                  Integer.toUnsignedLong(event.type()), Bytes.of(log, event.from(), event.to()))));
    }
    return records;
  }
}
