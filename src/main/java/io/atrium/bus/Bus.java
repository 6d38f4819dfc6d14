package io.atrium.bus;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Delivers events by their exact class to every listener, in the order of registration. */
public final class Bus {

    private static final Logger LOG = Logger.getLogger(Bus.class);

    private final Map<Class<?>, List<Consumer<Object>>> listeners = new ConcurrentHashMap<>();

    public <E> void on(Class<E> event, Consumer<? super E> listener) {
        listeners
                .computeIfAbsent(event, e -> new CopyOnWriteArrayList<>())
                .add(value -> listener.accept(event.cast(value)));
    }

    /** Tells every listener; a listener that fails is logged and stops neither the others nor the publisher. */
    public void publish(Object event) {
        for (Consumer<Object> listener : listeners.getOrDefault(event.getClass(), List.of())) {
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                LOG.errorf(e, "A listener failed on %s", event.getClass().getSimpleName());
            }
        }
    }
}
