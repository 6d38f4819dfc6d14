package io.atrium.bench;

import java.util.List;

/** A whole server with a tenant of a million devices: load, memory, first page, cold start. */
final class ScaleBench implements Bench.Benchmark {

    @Override
    public String summary() {
        return "load, memory and first page of a tenant with 1 M devices; cold start; RSS";
    }

    @Override
    public void run(List<String> arguments) throws Exception {
        new ScaleWorld().run();
    }
}
