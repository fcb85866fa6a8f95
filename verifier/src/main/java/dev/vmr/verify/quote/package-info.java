/**
 * One door for quotes of every kind: from what a platform has signed to quoted registers
 * (docs/quotes.md). The formats are in the packages below it and do not know each other, except
 * where one quote holds another.
 */
@NullMarked
package dev.vmr.verify.quote;

import org.jspecify.annotations.NullMarked;
