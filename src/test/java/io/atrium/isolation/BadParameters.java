package io.atrium.isolation;

import io.atrium.http.Param;
import io.atrium.isolation.BadInputTest.Bad;
import io.atrium.isolation.Template.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/** Values that no parameter of a type may have. */
final class BadParameters {

    private static final List<String> NO_ID = List.of(
            "x",
            "1",
            "'; drop table entity; --",
            "01977420-dc00-7000-ae64",
            "\u0000",
            "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz");
    private static final List<String> NO_NUMBER =
            List.of("x", "1.5", "1e400", "99999999999999999999", "-99999999999999999999", "0x10", "NaN", " ");

    /** What a page does not look at, or nothing does: parameters of other forms of the same call, and of older clients. */
    private static final Set<String> UNREAD = Set.of(
            "getCustomers customerIds",
            "getRoles roleIds",
            "findRelationsV1 toId",
            "findRelationInfosV1 toId",
            "getDeviceProfileById inlineImages",
            "getAssetProfileById inlineImages");

    private BadParameters() {}

    static List<Bad> of(Template template, BiFunction<Template, Boolean, Request> good) {
        List<Bad> all = new ArrayList<>();
        for (Param param : template.route().params()) {
            if (UNREAD.contains(template.route().operation() + " " + param.name())) {
                continue;
            }
            for (String value : values(param)) {
                Template bad = template.with(param.name(), value);
                all.add(new Bad(param.name() + "=" + value, good.apply(bad, true)));
            }
        }
        return all;
    }

    private static List<String> values(Param param) {
        switch (param.name()) {
            case "pageSize":
                return List.of("0", "-1", "1000000000", "text", "1.5");
            case "page":
                return List.of("-1", "99999999999", "text");
            case "sortOrder":
                return List.of("UP", "asc; drop table entity");
            case "sortProperty":
                return List.of("name; drop table entity", "1", "(select 1)", "version'");
            case "textSearch":
                return List.of("x".repeat(300));
            default:
                break;
        }
        if (param.type() == UUID.class) {
            return NO_ID;
        }
        if (param.type() == Integer.class || param.type() == Long.class) {
            return NO_NUMBER;
        }
        if (param.type() == Boolean.class) {
            return List.of("maybe", "1", "TRUE ");
        }
        return param.type().isEnum() || !param.values().isEmpty() ? List.of("NONSENSE", "\u0000", "1") : List.of();
    }
}
