package dev.vmr.verify.bundle;

import dev.vmr.verify.cmw.ContentType;
import dev.vmr.verify.event.Bytes;

/**
 * One part of a bundle.
 *
 * @param label what it is called
 * @param type what its content is said to be, one of docs/evidence.md, section 3
 * @param content never empty
 */
public record BundlePart(PartLabel label, ContentType.MediaType type, Bytes content) {
  /** Checks that the role has such a type. */
  public BundlePart {
    if (!PartTypes.fits(label.role(), type.text())) {
      throw new IllegalArgumentException("a type that no " + label.role().text() + " has");
    }
    if (content.size() == 0) {
      throw new IllegalArgumentException("a part is not empty");
    }
  }
}
