/**
 * Benchmarks, run by {@code tests/bench}: us and the floor or the peer one after the other in one
 * run, of which only the ratio counts.
 */
package dev.vmr.tests.bench;
