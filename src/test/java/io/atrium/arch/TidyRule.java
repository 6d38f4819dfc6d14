package io.atrium.arch;

/** The rules that every source keeps, by the name under which an exception is listed. */
enum TidyRule {
    FILE_LENGTH,
    METHOD_LENGTH,
    CONSTRUCTOR_PARAMETERS,
    SYSTEM_CLOCK,
    SYSTEM_RANDOM,
    CONSOLE,
    SLEEPING_TEST,
    BROAD_CATCH,
    TYPE_NAME,
    UNFINISHED,
    DISABLED_TEST,
    FIELD_INJECTION,
    STAR_IMPORT,
    MOCKING_LIBRARY,
    PACKAGE_INFO;

    /** A place that breaks a rule; the text names line and limit. */
    record Finding(String path, TidyRule rule, String text) {}
}
