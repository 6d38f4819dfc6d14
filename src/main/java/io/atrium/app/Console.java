package io.atrium.app;

/** Speaks to the person who started the server; everything else goes to the log. */
final class Console {

    private Console() {}

    static void say(String line) {
        System.out.println(line);
    }

    static void complain(String line) {
        System.err.println("atrium: " + line);
    }
}
