package io.atrium.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A message of telemetry whose times and values change from one message to the next, without any text being built. */
final class MqttPayload {

    /** Each message has its own millisecond from here on. */
    static final long FIRST_TS = 1_700_000_000_000L;

    private static final String TIME = "1700000000000";
    private static final String NUMBER = "##.#";

    private final byte[] bytes;
    private final int[] times;
    private final int[] numbers;
    final int points;

    private MqttPayload(String text) {
        this.times = places(text, TIME);
        this.numbers = places(text, NUMBER);
        this.bytes = text.getBytes(StandardCharsets.US_ASCII);
        this.points = numbers.length;
    }

    /** A device's message with one time and some values. */
    static MqttPayload ofDevice(int points) {
        return new MqttPayload(entry(points));
    }

    /** A gateway's message with as many devices, each with as many entries of two values. */
    static MqttPayload ofGateway(int gateway, int devices, int entries) {
        StringBuilder text = new StringBuilder("{");
        for (int device = 0; device < devices; device++) {
            text.append(device == 0 ? "" : ",")
                    .append('"')
                    .append(behind(gateway, device))
                    .append("\":[");
            for (int each = 0; each < entries; each++) {
                text.append(each == 0 ? "" : ",").append(entry(2));
            }
            text.append(']');
        }
        return new MqttPayload(text.append('}').toString());
    }

    static String behind(int gateway, int device) {
        return "Bench " + gateway + "/" + device;
    }

    private static String entry(int points) {
        StringBuilder text = new StringBuilder("{\"ts\":" + TIME + ",\"values\":{");
        for (int point = 0; point < points; point++) {
            text.append(point == 0 ? "" : ",")
                    .append('"')
                    .append(key(point))
                    .append("\":")
                    .append(NUMBER);
        }
        return text.append("}}").toString();
    }

    static String key(int point) {
        return switch (point) {
            case 0 -> "temperature";
            case 1 -> "humidity";
            default -> "value" + point;
        };
    }

    private static int[] places(String text, String mark) {
        List<Integer> found = new ArrayList<>();
        for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length())) {
            found.add(at);
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The message with the given number. Each of its entries has a millisecond of its own. */
    byte[] next(long number) {
        int entriesOfSeries = Math.max(1, times.length);
        for (int i = 0; i < times.length; i++) {
            digits(times[i], TIME.length(), FIRST_TS + number * entriesOfSeries + i);
        }
        for (int i = 0; i < numbers.length; i++) {
            long value = 200 + (number * 7 + i * 13L) % 700;
            digits(numbers[i], 2, value / 10);
            bytes[numbers[i] + 2] = '.';
            digits(numbers[i] + 3, 1, value % 10);
        }
        return bytes;
    }

    private void digits(int at, int count, long value) {
        long rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
