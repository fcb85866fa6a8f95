package dev.vmr.tpm;

import dev.vmr.mux.Multiplexer;
import dev.vmr.register.RegisterName;

/**
 * The virtual register that a PCR is, and where it is logged.
 *
 * @param name the virtual register
 * @param multiplexer the owner of the physical register that it goes to
 */
public record PcrRegister(RegisterName name, Multiplexer multiplexer) {}
