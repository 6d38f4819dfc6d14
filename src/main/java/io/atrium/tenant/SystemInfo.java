package io.atrium.tenant;

import com.sun.management.OperatingSystemMXBean;
import io.atrium.base.Problem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the machine is made of and how much of it is used.
 *
 * @param monolith always true: one process is the whole server
 */
record SystemInfo(boolean monolith, List<SystemInfoData> systemData) {

    private static final double PERCENT = 100;

    /**
     * One process.
     *
     * @param cpuUsage percent of all processors of the machine
     * @param memoryUsage percent of the machine's memory
     * @param totalMemory bytes
     * @param discUsage percent of the disk that holds the state
     * @param totalDiscSpace bytes
     */
    record SystemInfoData(
            String serviceId,
            String serviceType,
            long cpuUsage,
            long cpuCount,
            long memoryUsage,
            long totalMemory,
            long discUsage,
            long totalDiscSpace) {}

    /** Measures now; the disk is the one that holds the folder. */
    static SystemInfo measure(Path folder) {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine)) {
            throw Problem.of(Problem.Kind.UNAVAILABLE, "This Java runtime does not measure the machine");
        }
        try {
            FileStore disk = Files.getFileStore(folder);
            long memory = machine.getTotalMemorySize();
            long space = disk.getTotalSpace();
            return new SystemInfo(
                    true,
                    List.of(new SystemInfoData(
                            "atrium",
                            "MONOLITH",
                            Math.round(Math.max(0, machine.getCpuLoad()) * PERCENT),
                            machine.getAvailableProcessors(),
                            percent(memory - machine.getFreeMemorySize(), memory),
                            memory,
                            percent(space - disk.getUsableSpace(), space),
                            space)));
        } catch (IOException e) {
            throw Problem.internal("The disk cannot be measured", e);
        }
    }

    private static long percent(long part, long whole) {
        return whole <= 0 ? 0 : Math.round(part * PERCENT / whole);
    }
}
