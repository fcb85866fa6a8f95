/**
 * Intel TDX quotes, versions 4 and 5, and their DCAP collateral (docs/quotes.md, section 5; Intel
 * TDX DCAP Quoting Library API, appendix 3).
 */
@NullMarked
package dev.vmr.verify.quote.tdx;

import org.jspecify.annotations.NullMarked;
