package io.atrium.command;

import io.atrium.base.Presence;
import io.atrium.entity.AccessReviews;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.Platform;
import io.atrium.http.Routes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Wires this package. */
public final class CommandFeature implements Feature, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CommandFeature.class);
    private static final long TICK_MILLIS = 200;
    private static final long EXPIRE_MILLIS = 10_000;

    private final Platform platform;
    private final CommandConfig config;
    private final AccessReviews reviews;
    private final Commands commands;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("command-clockwork").daemon().factory());

    /** @param users somebody as he is now; nobody if he is gone or switched off */
    public CommandFeature(Platform platform, CommandConfig config, AccessReviews reviews, Presence users) {
        this.platform = platform;
        this.config = config;
        this.reviews = reviews;
        this.commands = new Commands(platform, config, users);
    }

    public Commands commands() {
        return commands;
    }

    @Override
    public void routes(Routes routes, EntityChanges changes) {
        new CommandApi(platform, commands, config, reviews).add(routes);
    }

    /** Starts to look for commands whose time is over. */
    public void start() {
        every(TICK_MILLIS, commands::expire);
        every(EXPIRE_MILLIS, commands.persistent()::expire);
    }

    private void every(long millis, Runnable work) {
        var unused = clockwork.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.error("Looking for commands whose time is over failed", e);
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clockwork.shutdown();
        commands.close();
    }
}
