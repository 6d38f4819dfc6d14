package io.atrium.live;

import io.atrium.query.EntityCountQuery;

/** Follows how many entities a query finds. */
final class CountSubscription implements Subscription {

    private final LiveSession session;
    private final int cmdId;
    private final EntityCountQuery query;
    private final Pace pace = new Pace();
    private long sent;

    CountSubscription(LiveSession session, int cmdId, EntityCountQuery query) {
        this.session = session;
        this.cmdId = cmdId;
        this.query = query;
    }

    void start() {
        sent = count();
        session.send(Frames.count(cmdId, sent));
    }

    private long count() {
        return session.live().queries().count(session.scope(), query);
    }

    @Override
    public void flush() {
        long now = count();
        if (now != sent) {
            sent = now;
            session.send(Frames.count(cmdId, now));
        }
    }

    @Override
    public void afresh() {
        start();
    }

    /** The number is made from what the caller may see now, so there is nothing to drop. */
    @Override
    public void review() {}

    @Override
    public void requery() {
        session.due(this);
    }

    @Override
    public boolean isDynamic() {
        return true;
    }

    @Override
    public void fault(int code, String message) {
        session.send(Frames.countFault(cmdId, code, message));
    }

    @Override
    public int cmdId() {
        return cmdId;
    }

    @Override
    public Pace pace() {
        return pace;
    }

    @Override
    public void close() {}
}
