package io.atrium.contract;

/**
 * Which way a document travels. The reader must understand all that the writer may send: the server reads requests, so its
 * schema may only be wider than the contract's; clients read responses, so there it may only be narrower.
 */
enum Direction {
    REQUEST,
    RESPONSE;

    String subject(String rest) {
        return (this == REQUEST ? "request " : "response ") + rest;
    }
}
