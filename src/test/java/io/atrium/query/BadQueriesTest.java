package io.atrium.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.http.TestApi;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input is a 400 that names the field. */
final class BadQueriesTest {

    private static final String ALL = "{\"type\":\"entityType\",\"entityType\":\"DEVICE\"}";
    private static Buildings w;

    @BeforeAll
    static void open() {
        w = new Buildings();
    }

    @AfterAll
    static void close() {
        w.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | 'pageLink' is missing",
                "{'pageLink':{'pageSize':1,'page':0}} | 'entityFilter' is missing",
                "[] | The body must be an object",
                "{'pageLink':{'page':0}} | 'pageLink.pageSize' is missing",
                "{'pageLink':{'pageSize':0,'page':0}} | 'pageLink.pageSize' must be between 1 and 10000",
                "{'pageLink':{'pageSize':10001,'page':0}} | 'pageLink.pageSize' must be between 1 and 10000",
                "{'pageLink':{'pageSize':1,'page':-1}} | 'pageLink.page' must be between 0 and 1000000",
                "{'pageLink':{'pageSize':'x','page':0}} | 'pageLink.pageSize'",
                "{'pageLink':{'pageSize':1,'page':0,'sortOrder':{'key':{'key':'a'}}}} | 'pageLink.sortOrder.key.type'",
                "{'pageLink':{'pageSize':1,'page':0,'sortOrder':{'key':{'type':'X','key':'a'}}}}"
                        + " | 'pageLink.sortOrder.key.type'",
            })
    void refusesBadPages(String query, String message) {
        assertRefused(query.replace('\'', '"'), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':'nonsense'} | unknown filter type 'nonsense'",
                "{} | unknown filter type null",
                "{'type':'entityType'} | 'entityFilter.entityType' is missing",
                "{'type':'entityType','entityType':'device'} | unknown entity type 'device'",
                "{'type':'singleEntity'} | 'entityFilter.singleEntity' is missing",
                "{'type':'singleEntity','singleEntity':{'id':'x'}} | 'entityFilter.singleEntity.entityType' is missing",
                "{'type':'singleEntity','singleEntity':{'entityType':'DEVICE','id':'x'}}"
                        + " | 'entityFilter.singleEntity.id' is not a UUID",
                "{'type':'entityList','entityType':'DEVICE','entityList':['x']} | 'entityFilter.entityList' is not a UUID",
                "{'type':'entityList','entityType':'DEVICE','entityList':[null]} | 'entityFilter.entityList[0]' must not be null",
                "{'type':'entityList','entityType':'DEVICE','entityList':'x'} | 'entityFilter.entityList'",
                "{'type':'relationsQuery'} | 'entityFilter.rootEntity' is missing",
                "{'type':'relationsQuery','rootEntity':{'entityType':'CURRENT_TENANT'}}"
                        + " | 'entityFilter.direction' is missing",
                "{'type':'deviceSearchQuery','rootEntity':{'entityType':'CURRENT_TENANT'}}"
                        + " | 'entityFilter.direction' is missing",
                "{'type':'relationsQuery','direction':'UP'} | 'entityFilter.direction'",
                "{'type':'relationsQuery','multiRoot':true} | 'entityFilter.multiRootEntityIds' is missing",
                "{'type':'entityGroup','entityGroup':'x'} | 'entityFilter.entityGroup' is not a UUID",
                "{'type':'entityGroupName','groupType':'X','entityGroupNameFilter':'a'} | unknown entity type 'X'",
                "{'type':'entitiesByGroupName','groupType':'DEVICE'} | 'entityFilter.entityGroupNameFilter' is missing",
            })
    void refusesBadFilters(String filter, String message) {
        assertRefused(query(filter.replace('\'', '"'), ""), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | 'keyFilters[0].key' is missing",
                "{'key':{'type':'ATTRIBUTE'}} | 'keyFilters[0].key.key' is missing",
                "{'key':{'type':'ALARM_FIELD','key':'a'}} | 'keyFilters[0].key.type' must not be ALARM_FIELD",
                "{'key':{'type':'ATTRIBUTE','key':'a'}} | 'keyFilters[0].predicate' is missing",
                "{'key':{'type':'ATTRIBUTE','key':'a'},'predicate':{'type':'X'}} | 'keyFilters[0].predicate.type'",
                "{'key':{'type':'ATTRIBUTE','key':'a'},'predicate':{'type':'STRING','value':{}}}"
                        + " | 'keyFilters[0].predicate.operation' is missing",
                "{'key':{'type':'ATTRIBUTE','key':'a'},'predicate':{'type':'NUMERIC','operation':'EQUAL'}}"
                        + " | 'keyFilters[0].predicate.value' is missing",
                "{'key':{'type':'ATTRIBUTE','key':'a'},'predicate':{'type':'PRESENCE'}}"
                        + " | 'keyFilters[0].predicate.operation' is missing",
                "{'key':{'type':'ATTRIBUTE','key':'a'},'predicate':{'type':'NUMERIC','operation':'IN','value':{}}}"
                        + " | keyFilters[0].predicate.operation",
                "{'key':{'type':'ATTRIBUTE','key':'a'},'predicate':{'type':'NUMERIC','operation':'EQUAL',"
                        + "'value':{'defaultValue':'x'}}} | keyFilters[0].predicate.value.defaultValue",
            })
    void refusesBadKeyFilters(String keyFilter, String message) {
        assertRefused(query(ALL, ",\"keyFilters\":[" + keyFilter.replace('\'', '"') + "]"), message);
    }

    @Test
    void limitsAreNamed() {
        String key = "{\"type\":\"ATTRIBUTE\",\"key\":\"k%d\"}";
        assertRefused(
                query(ALL, ",\"latestValues\":[" + many(501, key) + "]"), "'latestValues' has more than 500 elements");
        assertRefused(
                query(
                        ALL,
                        ",\"latestValues\":[" + many(300, key) + "],\"entityFields\":["
                                + many(300, key.replace("ATTRIBUTE", "ENTITY_FIELD")) + "]"),
                "more than 500 elements together");
        assertRefused(query(ALL, ",\"keyFilters\":[" + many(101, "{}") + "]"), "'keyFilters' has more than 100");
        String deep = "{\"type\":\"COMPLEX\",\"operation\":\"AND\",\"predicates\":[";
        String predicate = deep.repeat(10) + "{\"type\":\"BOOLEAN\"}" + "]}".repeat(10);
        assertRefused(
                query(ALL, ",\"keyFilters\":[{\"key\":" + key.formatted(1) + ",\"predicate\":" + predicate + "}]"),
                "is nested deeper than 10 levels");
        String ids = many(10_001, "\"" + w.id("SD-001") + "\"");
        assertRefused(
                query("{\"type\":\"entityList\",\"entityType\":\"DEVICE\",\"entityList\":[" + ids + "]}", ""),
                "'entityFilter.entityList' has more than 10000");
        String roots = IntStream.range(0, 1_001).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));
        assertRefused(
                query("{\"type\":\"relationsQuery\",\"multiRoot\":true,\"multiRootEntityIds\":[" + roots + "]}", ""),
                "'entityFilter.multiRootEntityIds' has more than 1000");
        assertRefused(
                "{\"entityFilter\":%s,\"pageLink\":{\"pageSize\":1,\"page\":0,\"textSearch\":\"%s\"}}"
                        .formatted(ALL, "x".repeat(256)),
                "'pageLink.textSearch' is longer than 255");
    }

    @Test
    void limitsOfTextsAreNamed() {
        assertRefused(filter("CONTAINS", 4_001), "'keyFilters[0].predicate.value' is longer than 4000 characters");
        assertRefused(filter("IN", 65_537), "'keyFilters[0].predicate.value' is longer than 65536 characters");
        assertRefused(
                query(ALL, ",\"keyFilters\":[" + many(40, text("EQUAL", 4_000)) + "]"),
                "'keyFilters' has more than 131072 characters of text");
        assertRefused(
                query(
                        ALL,
                        ",\"keyFilters\":["
                                + "{\"key\":{\"type\":\"ATTRIBUTE\",\"key\":\"a\"},\"predicate\":{\"type\":\"COMPLEX\","
                                + "\"operation\":\"OR\",\"predicates\":["
                                + many(301, "{\"type\":\"PRESENCE\",\"operation\":\"EXISTS\"}") + "]}}]"),
                "has more than 300 elements");
        assertRefused(
                query(
                        "{\"type\":\"entityName\",\"entityType\":\"DEVICE\",\"entityNameFilter\":\"%s\"}"
                                .formatted("x".repeat(256)),
                        ""),
                "'entityFilter.entityNameFilter' is longer than 255 characters");
    }

    private static String filter(String operation, int length) {
        return query(ALL, ",\"keyFilters\":[" + text(operation, length) + "]");
    }

    private static String text(String operation, int length) {
        return ("{\"key\":{\"type\":\"ATTRIBUTE\",\"key\":\"a\"},\"predicate\":{\"type\":\"STRING\",\"operation\":\"%s\","
                        + "\"value\":{\"defaultValue\":\"%s\"}}}")
                .formatted(operation, "x".repeat(length));
    }

    @Test
    void systemAdministratorsHaveNoTenantToAsk() {
        assertThat(w.world
                        .api
                        .post(io.atrium.app.TestWorld.SYSTEM, "/api/entitiesQuery/find", query(ALL, ""))
                        .status())
                .isEqualTo(403);
        assertThat(w.world
                        .api
                        .post(null, "/api/entitiesQuery/find", query(ALL, ""))
                        .status())
                .isEqualTo(401);
    }

    private static String query(String filter, String more) {
        return "{\"entityFilter\":%s,\"pageLink\":{\"pageSize\":1,\"page\":0}%s}".formatted(filter, more);
    }

    private static String many(int count, String one) {
        return IntStream.range(0, count).mapToObj(one::formatted).collect(Collectors.joining(","));
    }

    private static void assertRefused(String query, String message) {
        TestApi.Answer answer = w.world.api.post(w.admin, "/api/entitiesQuery/find", query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("message").asText()).contains(message);
    }
}
