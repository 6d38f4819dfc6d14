package io.atrium.transport.coap;

import io.atrium.config.Bytes;
import io.atrium.config.Setting;

/** Whether and what the CoAP listener takes. */
public record CoapSettings(
        @Setting(
                env = "ATRIUM_COAP_PORT",
                fallback = "-1",
                min = -1,
                max = 65535,
                doc =
                        "UDP port of the CoAP device API, usually 5683; -1 has none, 0 takes a free one. Access tokens travel in"
                                + " the clear")
        int port,

        @Setting(
                env = "ATRIUM_COAP_MAX_BODY",
                fallback = "64KB",
                min = 1024,
                max = 16L << 20,
                doc = "Largest body of a CoAP request, all its blocks together")
        Bytes maxBody,

        @Setting(
                env = "ATRIUM_COAP_MAX_PEERS",
                fallback = "10000",
                min = 1,
                max = 1_000_000,
                doc = "Most devices that the CoAP listener keeps in mind at a time")
        int maxPeers,

        @Setting(
                env = "ATRIUM_COAP_MAX_UPLOADS",
                fallback = "8MB",
                min = 64L << 10,
                max = 1L << 30,
                doc =
                        "Most bytes of all bodies of CoAP requests that come in blocks and are not whole yet; one device gets"
                                + " an eighth")
        Bytes maxUploads,

        @Setting(
                env = "ATRIUM_COAP_MAX_WAITING",
                fallback = "100",
                min = 1,
                max = 10_000,
                doc = "Most notifications that wait for one observing device to acknowledge the one before")
        int maxWaiting) {}
