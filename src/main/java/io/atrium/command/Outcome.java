package io.atrium.command;

/** How a command ended that somebody waited for. */
public sealed interface Outcome {

    /** The device has it, and no answer was asked for. */
    record Delivered() implements Outcome {}

    /** The device answered. */
    record Replied(String text) implements Outcome {}

    /** The device did not listen until the time was over. */
    record NotConnected() implements Outcome {}

    /** The device was sent the command and did not answer in time. */
    record NoReply() implements Outcome {}
}
