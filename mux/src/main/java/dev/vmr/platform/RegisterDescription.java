package dev.vmr.platform;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;

/**
 * What a physical register is and can do; declared, so that nobody finds out by an exception.
 *
 * @param name the platform's name for it, such as {@code rtmr3}
 * @param index the platform's number for it, such as 3
 * @param algorithm the algorithm of its value and of the digests that extend it
 * @param readable whether {@link PhysicalRegister#read} works
 * @param extendable whether {@link PhysicalRegister#extend} works; a static register is not
 * @param live whether its value may change by other hands than this process's
 */
public record RegisterDescription(
    RegisterName name,
    int index,
    HashAlgorithm algorithm,
    boolean readable,
    boolean extendable,
    boolean live) {}
