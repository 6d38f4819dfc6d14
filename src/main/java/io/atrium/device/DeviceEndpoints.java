package io.atrium.device;

/**
 * Where devices reach this server, for the commands that people copy.
 *
 * @param httpUrl base of the HTTP device API without a slash at the end, for instance {@code http://localhost:8080}
 * @param coapPort below 0 where CoAP is off
 */
public record DeviceEndpoints(String httpUrl, String mqttHost, int mqttPort, int coapPort) {

    /** The addresses of an installation with default settings. */
    public static final DeviceEndpoints LOCAL = new DeviceEndpoints("http://localhost:8080", "localhost", 1883, -1);
}
