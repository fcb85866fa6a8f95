package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/** The tags of Windows' boot configuration log (SIPA events, wbcl.h of the Windows SDK). */
final class WindowsTags {
  private static final Map<Long, String> NAMES =
      ImmutableMap.<Long, String>builder()
          .put(0x40010001L, "windows trust-boundary")
          .put(0x40010002L, "windows elam-aggregation")
          .put(0x40010003L, "windows loaded-module-aggregation")
          .put(0xC0010004L, "windows trustpoint-aggregation")
          .put(0x40010005L, "windows ksr-aggregation")
          .put(0x40010006L, "windows ksr-signed-measurement-aggregation")
          .put(0x00020001L, "windows information")
          .put(0x00020002L, "windows boot-counter")
          .put(0x00020003L, "windows transfer-control")
          .put(0x00020004L, "windows application-return")
          .put(0x00020005L, "windows bitlocker-unlock")
          .put(0x00020006L, "windows event-counter")
          .put(0x00020007L, "windows counter-id")
          .put(0x00020008L, "windows morbit-not-cancelable")
          .put(0x00020009L, "windows application-svn")
          .put(0x0002000AL, "windows svn-chain-status")
          .put(0x0002000BL, "windows morbit-api-status")
          .put(0x00040001L, "windows boot-debugging")
          .put(0x00040002L, "windows boot-revocation-list")
          .put(0x00050001L, "windows os-kernel-debug")
          .put(0x00050002L, "windows code-integrity")
          .put(0x00050003L, "windows test-signing")
          .put(0x00050004L, "windows data-execution-prevention")
          .put(0x00050005L, "windows safe-mode")
          .put(0x00050006L, "windows winpe")
          .put(0x00050009L, "windows hypervisor-launch-type")
          .put(0x00060001L, "windows no-authority")
          .put(0x00060002L, "windows authority-pubkey")
          .put(0x00070001L, "windows file-path")
          .put(0x00070002L, "windows image-size")
          .put(0x00070003L, "windows hash-algorithm")
          .put(0x00070004L, "windows authenticode-hash")
          .put(0x00070005L, "windows authority-issuer")
          .put(0x00070006L, "windows authority-serial")
          .put(0x00070007L, "windows image-base")
          .put(0x00070008L, "windows authority-publisher")
          .put(0x00070009L, "windows authority-sha1-thumbprint")
          .put(0x0007000AL, "windows image-validated")
          .put(0x0007000BL, "windows module-svn")
          .buildOrThrow();

  private WindowsTags() {}

  /** The name of a tag; empty when it is not known. */
  static String name(long tag) {
    return NAMES.getOrDefault(tag, "");
  }
}
