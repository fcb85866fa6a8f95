package dev.vmr.daemon.varlink;

/**
 * What {@code org.varlink.service.GetInfo} answers.
 *
 * @param vendor who made it
 * @param product what it is
 * @param version which version
 * @param url where it is described
 */
public record ServiceInfo(String vendor, String product, String version, String url) {}
