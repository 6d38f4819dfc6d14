package io.atrium.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the operator gave: the {@code ATRIUM_*} variables overlaid with the {@code --key=value} flags. */
public final class Settings {

    /** Stands for a flag without a value, which only a boolean key accepts. */
    private static final String BARE = "\0bare";

    private final Map<String, Given> given;

    private record Given(String spelling, String text) {}

    private Settings(Map<String, Given> given) {
        this.given = given;
    }

    /**
     * Collects the keys of both sources; where both name a key, the flag wins, and of two equal flags the later one.
     *
     * @throws BadSetting if an argument is no flag
     */
    public static Settings from(Map<String, String> environment, List<String> arguments) {
        Map<String, Given> given = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(Key.ENV_PREFIX)) {
                given.put(name, new Given(name, value.strip()));
            }
        });
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String flag = equals < 0 ? argument : argument.substring(0, equals);
            if (!flag.matches("--[a-z0-9]+(-[a-z0-9]+)*")) {
                throw new BadSetting(
                        "'" + flag + "' is not a setting: write --key=value, for instance --http-port=8080");
            }
            String text = equals < 0 ? BARE : argument.substring(equals + 1).strip();
            given.put(Key.envOf(flag), new Given(flag, text));
        }
        return new Settings(given);
    }

    /**
     * The record with every component read, or taken from its default, and checked.
     *
     * @throws BadSetting naming the key, its value (unless secret) and what was expected
     */
    public <T extends Record> T read(Class<T> type) {
        List<Key> keys = Key.of(type);
        Object[] values = keys.stream().map(this::value).toArray();
        try {
            return constructor(type).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException fault) {
                String names = keys.stream().map(Key::env).collect(Collectors.joining(", "));
                throw new BadSetting(fault.getMessage() + " (checked among " + names + ")");
            }
            throw new IllegalStateException(type.getName() + " cannot be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " cannot be made", e);
        }
    }

    /**
     * Stops at the first key that was given and belongs to none of the records, so that a typing error never silently
     * leaves a default in place.
     *
     * @throws BadSetting naming the unknown key and the nearest known one
     */
    public void requireNoUnknown(Collection<Class<? extends Record>> types) {
        List<String> known = types.stream()
                .flatMap(type -> Key.of(type).stream())
                .map(Key::env)
                .toList();
        given.forEach((env, source) -> {
            if (!known.contains(env)) {
                String nearest = Nearest.of(env, known);
                boolean flag = source.spelling().startsWith("--");
                throw new BadSetting("Unknown setting " + source.spelling()
                        + (nearest == null ? "" : "; did you mean " + (flag ? Key.flagOf(nearest) : nearest) + "?"));
            }
        });
    }

    private @Nullable Object value(Key key) {
        Given source = given.get(key.env());
        if (source != null && source.text().equals(BARE)) {
            if (key.component().getType() != boolean.class) {
                throw new BadSetting(key.name() + " needs a value: expected " + key.range());
            }
            return true;
        }
        if (source != null && !source.text().isEmpty()) {
            return key.parse(source.text());
        }
        if (key.setting().required()) {
            throw new BadSetting(key.name() + " is required: expected " + key.range());
        }
        String fallback = key.setting().fallback();
        return fallback.isEmpty() ? nothing(key) : key.parse(fallback);
    }

    private static @Nullable Object nothing(Key key) {
        if (key.nullable()) {
            return null;
        }
        if (key.component().getType() == String.class) {
            return "";
        }
        throw new BadSetting(key.name() + " must not be empty: expected " + key.range());
    }

    private static <T extends Record> Constructor<T> constructor(Class<T> type) throws NoSuchMethodException {
        Class<?>[] parameters =
                Key.of(type).stream().map(key -> key.component().getType()).toArray(Class<?>[]::new);
        Constructor<T> constructor = type.getDeclaredConstructor(parameters);
        constructor.setAccessible(true);
        return constructor;
    }
}
