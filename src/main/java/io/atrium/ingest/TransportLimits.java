package io.atrium.ingest;

/** What a connection takes, for devices that ask (device-data-api 1.4, {@code getSessionLimits}). */
public record TransportLimits(int maxPayloadBytes, int maxInflightMessages) {}
