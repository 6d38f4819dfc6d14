package io.atrium.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts a benchmark by its name. */
public final class Bench {

    private static final Map<String, Benchmark> ALL = new LinkedHashMap<>();

    static {
        ALL.put("access", new AccessBench());
        ALL.put("scale", new ScaleBench());
        ALL.put("live", new LiveBench());
        ALL.put("pulse", new PulseBench());
        ALL.put("series", new SeriesBench());
        ALL.put("http", new HttpBench());
        ALL.put("mqtt", new MqttBench());
        ALL.put("soak", new SoakBench());
        ALL.put("stop", new StopBench());
    }

    private Bench() {}

    /** One benchmark. */
    interface Benchmark {
        /** What it measures, in one line. */
        String summary();

        void run(List<String> arguments) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        Benchmark benchmark = arguments.length == 0 ? null : ALL.get(arguments[0]);
        if (benchmark == null) {
            System.out.println("Benchmarks: ./atrium bench NAME");
            ALL.forEach((name, each) -> System.out.printf("  %-8s %s%n", name, each.summary()));
            System.exit(arguments.length == 0 ? 0 : 2);
            return;
        }
        benchmark.run(List.of(arguments).subList(1, arguments.length));
    }
}
