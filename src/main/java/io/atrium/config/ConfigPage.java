package io.atrium.config;

import java.util.List;

/** Renders the reference page of all settings, {@code docs/config.md}, from the config records themselves. */
public final class ConfigPage {

    private static final String INTRODUCTION = """
            # Settings

            <!-- Generated from the config records by `./atrium docs`; edit the records, not this page. -->

            Every key is an environment variable and a flag of `./atrium run`; where both are given, the flag wins.
            An empty value means the default. A key that is not listed here stops the start.
            """;

    private ConfigPage() {}

    /** The page, with one table per record in the given order. */
    public static String render(List<Class<? extends Record>> types) {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (Class<? extends Record> type : types) {
            page.append("\n## ").append(feature(type)).append("\n\n");
            page.append("| variable | flag | default | range | meaning |\n|---|---|---|---|---|\n");
            Key.of(type).forEach(key -> page.append(row(key)));
        }
        return page.toString();
    }

    /** The package below the product's root, for instance "transport.mqtt". */
    private static String feature(Class<?> type) {
        String name = type.getPackageName();
        String[] parts = name.split("\\.", 3);
        return parts.length == 3 ? parts[2] : name;
    }

    private static String row(Key key) {
        return "| `%s` | `%s` | %s | %s | %s |\n"
                .formatted(key.env(), key.flag(), fallback(key), cell(key.range()), cell(meaning(key)));
    }

    private static String fallback(Key key) {
        if (key.setting().required()) {
            return "(required)";
        }
        return key.setting().fallback().isEmpty()
                ? "(none)"
                : "`" + cell(key.setting().fallback()) + "`";
    }

    private static String meaning(Key key) {
        String example = key.setting().example();
        return key.setting().doc()
                + (example.isEmpty() ? "" : "; for instance `" + example + "`")
                + (key.setting().secret() ? " (secret: never shown)" : "");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
