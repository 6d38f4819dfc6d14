package io.atrium.access;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What passed-on grants give at the moment. Who is not of the owner's side of a thing gives what his own side was given: such
 * a grant counts only as far as that side still holds the operations, and the right to share them on, by something else.
 * Grants that hold each other up in a circle give nothing: everything starts from none, and only what has a ground grows.
 *
 * <p>Worked out for one target at a time, with all grants on it and on the groups that hold it, and kept for one state of the
 * model.
 */
final class PassedOn {

    private static final int SHARING = Operation.SHARE_GROUP.bit();

    private final AccessModel model;
    private final long version;
    private final Set<UUID> ended;
    private final boolean sleepersCount;
    private final Map<Integer, Answer> answers = new ConcurrentHashMap<>();

    /** What the grants on a target give, and on the groups that hold it, until the next of them begins or ends. */
    private record Answer(Map<UUID, Integer> masks, List<Source> sources, long from, long validUntil) {}

    /** A grant with what it gives. */
    record Source(Grant grant, int mask) {}

    PassedOn(AccessModel model) {
        this(model, Set.of(), false);
    }

    /**
     * What would be left if some grants had ended, and all accounts were on: an account that is switched on again has what it
     * had, so a switch alone ends nothing.
     */
    static PassedOn without(Set<UUID> ended, AccessModel model) {
        return new PassedOn(model, ended, true);
    }

    private PassedOn(AccessModel model, Set<UUID> ended, boolean sleepersCount) {
        this.model = model;
        this.version = model.accessVersion();
        this.ended = ended;
        this.sleepersCount = sleepersCount;
    }

    boolean isOf(AccessModel current) {
        return version == current.accessVersion();
    }

    /** The operations of a grant that count now, of those that its role gives. */
    int mask(Grant grant, int ofRole, long now) {
        return isPassedOn(grant) ? answer(grant.target(), now).masks().getOrDefault(grant.id(), 0) : ofRole;
    }

    /** True for a passed-on grant that gives nothing; for one that has yet to begin, if it could not begin now. */
    boolean isLapsed(Grant grant, long now) {
        if (!isPassedOn(grant) || !(model.role(grant.role()) instanceof RoleDefinition.Group role)) {
            return false;
        }
        int held = held(grant.under(), grant.target(), now);
        return grant.isActive(now)
                ? mask(grant, role.mask(), now) == 0
                : (held & SHARING) == 0 || (held & role.mask()) == 0;
    }

    /** Until when the masks of the grants on a target stay as they are, if nothing changes. */
    long validUntil(int target, long now) {
        return answer(target, now).validUntil();
    }

    /** True for what was given by somebody who is not, or no longer, of the side of the target's owner. */
    boolean isPassedOn(Grant grant) {
        return grant.isBound() && !isOwner(grant.under(), grant.target());
    }

    private boolean isOwner(int party, int target) {
        return isCustomer(party) && model.isInChain(party, target);
    }

    private boolean isCustomer(int party) {
        return isThere(party) && model.typeOf(party) == model.types().customer;
    }

    private boolean isUser(int party) {
        return isThere(party) && model.typeOf(party) == model.types().user && (sleepersCount || !model.isAway(party));
    }

    private boolean isThere(int party) {
        return party > AccessModel.TENANT && model.exists(party);
    }

    /** What a customer, or a user alone, holds on a target without being of its owner's side. */
    int held(int party, int target, long now) {
        int held = own(party, target, now);
        for (Source source : sources(party, target, now)) {
            held |= source.mask();
        }
        return held;
    }

    /** The grants by which a party holds something on a target. */
    List<Source> sources(int party, int target, long now) {
        if (!isCustomer(party) && !isUser(party)) {
            return List.of();
        }
        return answer(target, now).sources().stream()
                .filter(source -> source.mask() != 0 && isFor(source.grant(), party))
                .toList();
    }

    private boolean isFor(Grant grant, int party) {
        int subject = grant.subject();
        AccessModel.Group group = model.group(subject);
        if (isCustomer(party)) {
            return group != null && group.owner() == party;
        }
        return subject == party || group != null && group.members().contains(party);
    }

    // ---- one target ----------------------------------------------------------------------------------------------

    private Answer answer(int target, long now) {
        Answer known = answers.get(target);
        if (known == null || now < known.from() || now >= known.validUntil()) {
            known = new Solution(target, now).solve();
            answers.put(target, known);
        }
        return known;
    }

    /** The groups whose grants reach a thing; what is given on a group does not come from elsewhere. */
    static IntStream groupsOver(AccessModel model, int target) {
        int owner = model.ownerOf(target);
        if (model.group(target) != null || owner == Grant.NONE) {
            return IntStream.empty();
        }
        int all = model.allGroup(owner, model.typeOf(target));
        return IntStream.concat(
                IntStream.of(model.groupsOf(target)), all == Grant.NONE ? IntStream.empty() : IntStream.of(all));
    }

    private int ofRole(Grant grant, long now) {
        boolean counts = grant.isActive(now) && !grant.publicLink() && !ended.contains(grant.id());
        return counts && model.role(grant.role()) instanceof RoleDefinition.Group role && grant.fits(role)
                ? role.mask()
                : 0;
    }

    /** What the generic roles of a user who shared for himself allow on a target at or below his owner. */
    private int own(int user, int target, long now) {
        int owner = isUser(user) ? model.ownerOf(user) : Grant.NONE;
        if (owner == Grant.NONE || !model.isInChain(owner, target)) {
            return 0;
        }
        Ownership ownership = new Ownership(model, target);
        int mask = 0;
        int onGroup = 0;
        for (Grant grant : RightsBuilder.grants(model, user, owner)) {
            if (grant.isActive(now)
                    && !ended.contains(grant.id())
                    && model.role(grant.role()) instanceof RoleDefinition.Generic role
                    && grant.fits(role)) {
                mask |= role.mask(ownership.members());
                onGroup |= role.mask(ownership.resource());
            }
        }
        mask &= ~SHARING;
        return ownership.mayShare(onGroup) ? mask | SHARING : mask;
    }

    private long genericUntil(int user, long now) {
        long until = Long.MAX_VALUE;
        if (isUser(user)) {
            for (Grant grant : RightsBuilder.grants(model, user, model.ownerOf(user))) {
                until = Math.min(until, grant.target() == Grant.NONE ? grant.nextChange(now) : Long.MAX_VALUE);
            }
        }
        return until;
    }

    /** The work for one target: masks grow from nothing until no grant gains. */
    private final class Solution {
        private final int target;
        private final long now;
        private final Map<UUID, Integer> masks = new HashMap<>();
        private final List<Source> given = new ArrayList<>();
        private final Map<Integer, List<Grant>> passedOn = new HashMap<>();
        private final Map<Integer, Integer> held = new HashMap<>();
        private final List<Integer> users = new ArrayList<>();
        private final Deque<Integer> grown = new ArrayDeque<>();
        private final Set<Integer> waiting = new HashSet<>();
        private long until = Long.MAX_VALUE;

        private Solution(int target, long now) {
            this.target = target;
            this.now = now;
        }

        private Answer solve() {
            groupsOver(model, target).forEach(group -> {
                Answer over = answer(group, now);
                until = Math.min(until, over.validUntil());
                given.addAll(over.sources());
            });
            for (Grant grant : model.grantsOnTarget(target)) {
                until = Math.min(until, grant.nextChange(now));
                int mask = ofRole(grant, now);
                if (mask != 0 && isPassedOn(grant)) {
                    passedOn.computeIfAbsent(grant.under(), party -> new ArrayList<>())
                            .add(grant);
                } else if (mask != 0) {
                    given.add(new Source(grant, mask));
                }
            }
            if (!passedOn.isEmpty()) {
                passedOn.keySet().forEach(this::begin);
                given.forEach(source -> hand(source.grant().subject(), source.mask()));
                while (!grown.isEmpty()) {
                    int party = grown.remove();
                    waiting.remove(party);
                    passedOn.getOrDefault(party, List.of()).forEach(this::grow);
                }
                passedOn.values()
                        .forEach(list ->
                                list.forEach(grant -> given.add(new Source(grant, masks.getOrDefault(grant.id(), 0)))));
            }
            return new Answer(Map.copyOf(masks), List.copyOf(given), now, until);
        }

        private void begin(int party) {
            held.put(party, 0);
            if (!isCustomer(party)) {
                users.add(party);
                until = Math.min(until, genericUntil(party, now));
            }
            gain(party, own(party, target, now));
        }

        /** What a subject is given counts for its owner as a party, or for the users who share for themselves. */
        private void hand(int subject, int mask) {
            AccessModel.Group group = model.group(subject);
            if (group == null) {
                gain(subject, mask);
                return;
            }
            gain(group.owner(), mask);
            for (int user : users) {
                if (group.members().contains(user)) {
                    gain(user, mask);
                }
            }
        }

        private void gain(int party, int mask) {
            Integer before = held.get(party);
            if (before != null && (before | mask) != before) {
                held.put(party, before | mask);
                if (waiting.add(party)) {
                    grown.add(party);
                }
            }
        }

        private void grow(Grant grant) {
            int holds = held.getOrDefault(grant.under(), 0);
            if ((holds & SHARING) == 0 || !isWithin(grant.under(), grant.subject())) {
                return;
            }
            int mask = ofRole(grant, now) & holds;
            if (mask != masks.getOrDefault(grant.id(), 0)) {
                masks.put(grant.id(), mask);
                hand(grant.subject(), mask);
            }
        }

        /** Who receives belongs to the party or is below it; one that was moved away does not. */
        private boolean isWithin(int party, int subject) {
            if (isCustomer(party)) {
                return model.isInChain(party, subject);
            }
            return isUser(party) && model.isInChain(model.ownerOf(party), subject);
        }
    }

    /** The grant that a passed-on one rests on: of those that let it be passed on, the one that lasts longest. */
    @Nullable
    Grant parent(Grant grant, long now) {
        Grant parent = null;
        for (Source source : sources(grant.under(), grant.target(), now)) {
            boolean sharing = (source.mask() & SHARING) != 0 && !source.grant().equals(grant);
            if (sharing && (parent == null || source.grant().until() > parent.until())) {
                parent = source.grant();
            }
        }
        return parent;
    }
}
