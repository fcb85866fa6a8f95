/**
 * A kernel's measurement registers and its configfs-tsm, imitated: a file system in user space
 * (FUSE, protocol 7.31), so that whoever opens, reads and writes the files makes the real system
 * calls.
 */
package dev.vmr.tests.tsm;
