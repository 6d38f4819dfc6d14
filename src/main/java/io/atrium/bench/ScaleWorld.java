package io.atrium.bench;

/** Builds the data of {@link ScaleBench} and measures a server over it. */
final class ScaleWorld {

    void run() throws Exception {
        throw new IllegalStateException("not yet");
    }
}
