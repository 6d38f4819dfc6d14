package io.atrium.transport.mqtt;

/** The families of topics that say the same in different encodings (device-data-api 1.3). */
enum Form {
    V1(
            "v1/devices/me/telemetry",
            "v1/devices/me/attributes",
            "v1/devices/me/attributes/request/",
            "v1/devices/me/attributes/response/",
            "v1/devices/me/rpc/request/",
            "v1/devices/me/rpc/response/"),
    /** JSON or protobuf by the device's profile. */
    SHORT("v2/t", "v2/a", "v2/a/req/", "v2/a/res/", "v2/r/req/", "v2/r/res/"),
    JSON("v2/t/j", "v2/a/j", "v2/a/req/j/", "v2/a/res/j/", "v2/r/req/j/", "v2/r/res/j/"),
    PROTOBUF("v2/t/p", "v2/a/p", "v2/a/req/p/", "v2/a/res/p/", "v2/r/req/p/", "v2/r/res/p/");

    final String telemetry;
    final String attributes;
    /** The prefixes end where the id of the request follows. */
    final String attributeRequest;

    final String attributeResponse;
    final String rpcRequest;
    final String rpcResponse;

    Form(
            String telemetry,
            String attributes,
            String attributeRequest,
            String attributeResponse,
            String rpcRequest,
            String rpcResponse) {
        this.telemetry = telemetry;
        this.attributes = attributes;
        this.attributeRequest = attributeRequest;
        this.attributeResponse = attributeResponse;
        this.rpcRequest = rpcRequest;
        this.rpcResponse = rpcResponse;
    }
}
