package io.atrium.entity;

import io.atrium.base.Actor;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.http.Call;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routes of relations, with the older forms that shipped clients still call (device-data-api 6.1). */
public final class RelationApi implements Feature {

    private static final String READ_BOTH = "READ on the asked entity; relations to others need READ on them, too";
    private static final String WRITE_BOTH = "WRITE on both ends";
    private static final String GROUP = "relationTypeGroup";
    private static final String TYPE = "relationType";

    private final Relations relations;

    public RelationApi(Platform platform) {
        this.relations = new Relations(platform.scopes(), platform.gate(), platform.heavyReads());
    }

    @Override
    public void routes(Routes routes, EntityChanges changes) {
        Routes.Area area = routes.area("EntityRelation");
        writing(area);
        reading(area);
        queries(area);
        older(area);
    }

    private void writing(Routes.Area area) {
        area.post("/api/v2/relation", "saveRelation", "Adds a relation or changes its additional info")
                .permission(WRITE_BOTH)
                .body(EntityRelation.class)
                .answers(EntityRelation.class)
                .handle(call -> relations.save(call.actor(), call.body(EntityRelation.class)));
        keyed(area.delete("/api/v2/relation", "deleteRelation", "Removes a relation and answers with it"))
                .permission(WRITE_BOTH)
                .answers(EntityRelation.class)
                .handle(call -> relations.delete(call.actor(), key(call)));
        area.delete("/api/relations", "deleteRelations", "Removes all common relations of an entity")
                .permission("WRITE on the entity and on the other ends")
                .required("entityId", java.util.UUID.class, "The entity's id")
                .required("entityType", String.class, "The entity's kind")
                .handle(call -> {
                    relations.deleteAll(
                            call.actor(), new Ref(call.requiredText("entityType"), call.requiredId("entityId")));
                    return null;
                });
    }

    private void reading(Routes.Area area) {
        keyed(area.get("/api/relation", "getRelation", "One relation"))
                .permission("READ on both ends")
                .answers(EntityRelation.class)
                .handle(call -> relations.get(call.actor(), key(call)));
        for (EntitySearchDirection direction : EntitySearchDirection.values()) {
            boolean from = direction == EntitySearchDirection.FROM;
            String end = from ? "From" : "To";
            String tail = from ? "from/{fromType}/{fromId}" : "to/{toType}/{toId}";
            area.get("/api/relations/" + tail, "findEntityRelationsBy" + end, "The relations of an entity")
                    .permission(READ_BOTH)
                    .query(GROUP, RelationTypeGroup.class, "COMMON if absent")
                    .answersList(EntityRelation.class)
                    .handle(call -> of(call, direction, null, RelationApi::plain));
            area.get(
                            "/api/relations/" + tail + "/{relationType}",
                            "findEntityRelationsBy" + end + "AndRelationType",
                            "The relations of one type of an entity")
                    .permission(READ_BOTH)
                    .query(GROUP, RelationTypeGroup.class, "COMMON if absent")
                    .answersList(EntityRelation.class)
                    .handle(call -> of(call, direction, call.path(TYPE), RelationApi::plain));
            area.get(
                            "/api/relations/info/" + tail,
                            "findEntityRelationInfosBy" + end,
                            "The relations of an entity with the names of their ends")
                    .permission(READ_BOTH)
                    .query(GROUP, RelationTypeGroup.class, "COMMON if absent")
                    .answersList(EntityRelationInfo.class)
                    .handle(call -> of(call, direction, null, info -> info));
        }
    }

    private void queries(Routes.Area area) {
        area.post("/api/relations", "findEntityRelationsByQuery", "The relations on a walk from a root")
                .reads()
                .permission("READ on the root and on both ends of each relation")
                .body(EntityRelationsQuery.class)
                .answersList(EntityRelation.class)
                .handle(call ->
                        relations.find(call.actor(), call.body(EntityRelationsQuery.class), RelationApi::plain));
        area.post(
                        "/api/relations/info",
                        "findEntityRelationInfosByQuery",
                        "The relations on a walk from a root, with names")
                .reads()
                .permission("READ on the root and on both ends of each relation")
                .body(EntityRelationsQuery.class)
                .answersList(EntityRelationInfo.class)
                .handle(call -> relations.find(call.actor(), call.body(EntityRelationsQuery.class), info -> info));
    }

    private void older(Routes.Area area) {
        area.post("/api/relation", "saveRelationV1", "As /api/v2/relation, with an empty answer")
                .permission(WRITE_BOTH)
                .body(EntityRelation.class)
                .handle(call -> {
                    relations.save(call.actor(), call.body(EntityRelation.class));
                    return null;
                });
        keyed(area.delete("/api/relation", "deleteRelationV1", "As /api/v2/relation, with an empty answer"))
                .permission(WRITE_BOTH)
                .handle(call -> {
                    relations.delete(call.actor(), key(call));
                    return null;
                });
        ends(area.get("/api/relations", "findRelationsV1", "The relations from or to an entity"))
                .answersList(EntityRelation.class)
                .handle(call -> ofQuery(call, RelationApi::plain));
        ends(area.get("/api/relations/info", "findRelationInfosV1", "The relations from or to an entity, with names"))
                .answersList(EntityRelationInfo.class)
                .handle(call -> ofQuery(call, info -> info));
    }

    private static Routes.Builder keyed(Routes.Builder route) {
        return route.required("fromId", java.util.UUID.class, "Id of the start")
                .required("fromType", String.class, "Kind of the start")
                .required(TYPE, String.class, "The relation's type")
                .query(GROUP, RelationTypeGroup.class, "COMMON if absent")
                .required("toId", java.util.UUID.class, "Id of the end")
                .required("toType", String.class, "Kind of the end");
    }

    private static Routes.Builder ends(Routes.Builder route) {
        return route.permission(READ_BOTH)
                .query("fromId", java.util.UUID.class, "Id of the start")
                .query("fromType", String.class, "Kind of the start")
                .query("toId", java.util.UUID.class, "Id of the end")
                .query("toType", String.class, "Kind of the end")
                .query(TYPE, String.class, "Only relations of this type")
                .query(GROUP, RelationTypeGroup.class, "COMMON if absent");
    }

    private static Relations.Key key(Call call) {
        return new Relations.Key(
                new Ref(call.requiredText("fromType"), call.requiredId("fromId")),
                new Ref(call.requiredText("toType"), call.requiredId("toId")),
                call.requiredText(TYPE),
                group(call));
    }

    private static RelationTypeGroup group(Call call) {
        return call.choice(GROUP, RelationTypeGroup.class).orElse(RelationTypeGroup.COMMON);
    }

    private Reply of(
            Call call,
            EntitySearchDirection direction,
            @Nullable String type,
            Function<EntityRelationInfo, Object> form) {
        boolean from = direction == EntitySearchDirection.FROM;
        Ref ref = from ? call.ref("fromType", "fromId") : call.ref("toType", "toId");
        return relations.of(call.actor(), new Relations.OneEntity(ref, direction, type, group(call)), form);
    }

    private Reply ofQuery(Call call, Function<EntityRelationInfo, Object> form) {
        Actor actor = call.actor();
        String type = call.text(TYPE).orElse(null);
        if (call.has("fromId")) {
            Ref from = new Ref(call.requiredText("fromType"), call.requiredId("fromId"));
            return relations.of(
                    actor, new Relations.OneEntity(from, EntitySearchDirection.FROM, type, group(call)), form);
        }
        if (call.has("toId")) {
            Ref to = new Ref(call.requiredText("toType"), call.requiredId("toId"));
            return relations.of(actor, new Relations.OneEntity(to, EntitySearchDirection.TO, type, group(call)), form);
        }
        throw Problem.badRequest("Required parameter 'fromId' or 'toId' is missing");
    }

    private static EntityRelation plain(EntityRelationInfo info) {
        return new EntityRelation(
                info.from(), info.to(), info.type(), info.typeGroup(), info.version(), info.additionalInfo());
    }
}
