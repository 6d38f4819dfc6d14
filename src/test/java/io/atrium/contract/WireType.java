package io.atrium.contract;

/** A type as the contract writes it: {@code Device}, {@code List<String>}, {@code Map<String,Json>}. */
sealed interface WireType {

    /** A model or one of the scalars String, UUID, Long, Integer, Double, Float, Boolean, Json, Object, File, void. */
    record Named(String name) implements WireType {

        @Override
        public String toString() {
            return name;
        }
    }

    /** A JSON array; sets and lists look alike on the wire. */
    record Many(WireType item) implements WireType {

        @Override
        public String toString() {
            return "List<" + item + ">";
        }
    }

    /** A JSON object with free keys and values of one type. */
    record Keyed(WireType value) implements WireType {

        @Override
        public String toString() {
            return "Map<String," + value + ">";
        }
    }

    static WireType parse(String text) {
        int open = text.indexOf('<');
        if (open < 0) {
            return new Named(text);
        }
        String inner = text.substring(open + 1, text.length() - 1);
        return switch (text.substring(0, open)) {
            case "List", "Set" -> new Many(parse(inner));
            case "Map" -> new Keyed(parse(inner.substring(inner.indexOf(',') + 1)));
            default -> throw new IllegalArgumentException("Unknown generic type " + text);
        };
    }

    /** Whether any JSON document satisfies the type. */
    default boolean anything() {
        return this instanceof Named(String name) && (name.equals("Json") || name.equals("Object"));
    }
}
