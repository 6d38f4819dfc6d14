package io.atrium.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that the checker sees each kind of difference, on a contract of four operations and small documents. */
final class ContractCheckerTest {

    private static final Contract CONTRACT = Contract.parse("""
            Device\tgetDevices\tGET\t/api/devices\tPageDataDevice\tTENANT_ADMIN,CUSTOMER_USER\t\
            query:page!:Integer query:ids:List<String> query:order:String=ASC|DESC
            Device\tsaveDevice\tPOST\t/api/device\tDevice\t\tbody:device!:Device
            Owner\tchangeOwner\tPOST\t/api/owner/TENANT/{ownerId}\tvoid\t\tpath:ownerId!:String
            Query\tfind\tPOST\t/api/find\tMap<String,List<Long>>\t\tbody:filter!:Filter
            """, """
            PageDataDevice\t\t\t\t\tdata:List<Device> totalPages:Integer totalElements:Long hasNext:Boolean
            Device\t\t\t\t\tid:DeviceId name:String! data:Json kind:Kind children:List<Device>
            DeviceId\tEntityId\t\t\t\t
            EntityId\t\t\t\t\tentityType:String! id:UUID!
            Kind\t\t\t\tDEVICE|ASSET\t
            Filter\t\ttype\tone=OneFilter many=ManyFilter\t\ttype:String!
            OneFilter\tFilter\t\t\t\tentity:EntityId
            ManyFilter\tFilter\t\t\t\tlimit:Integer
            """);

    private static final String SCHEMAS = """
            "components":{"schemas":{
             "Ref":{"type":"object","properties":{"entityType":{"type":"string"},"id":{"type":"string","format":"uuid"}}},
             "Device":{"type":"object","required":["name"],"properties":{
              "id":{"$ref":"#/components/schemas/Ref"},"name":{"type":"string"},"data":{},"extra":{"type":"integer"},
              "kind":{"anyOf":[{"type":"string","enum":["DEVICE","ASSET"]},{"type":"null"}]},
              "children":{"type":"array","items":{"$ref":"#/components/schemas/Device"}}}},
             "Devices":{"allOf":[{"type":"object","properties":{"data":{"type":"array",
               "items":{"$ref":"#/components/schemas/Device"}}}},
              {"properties":{"totalPages":{"type":"integer"},"totalElements":{"type":"integer"},
               "hasNext":{"type":["boolean","null"]}}}]},
             "One":{"type":"object","properties":{"type":{"const":"one"},"entity":{"$ref":"#/components/schemas/Ref"}}},
             "Many":{"type":"object","properties":{"type":{"const":"many"},"limit":{"type":"integer"}}},
             "Filter":{"oneOf":[{"$ref":"#/components/schemas/One"},{"$ref":"#/components/schemas/Many"}]}}}
            """;

    private static final String GOOD = """
            {"paths":{
             "/api/devices":{"get":{"x-atrium-callers":["TENANT_ADMIN","CUSTOMER_USER"],"parameters":[
               {"name":"page","in":"query","required":true,"schema":{"type":"integer"}},
               {"name":"ids","in":"query","schema":{"type":"array","items":{"type":"string"}}},
               {"name":"order","in":"query","schema":{"type":"string","enum":["ASC","DESC"]}}],
              "responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Devices"}}}}}}},
             "/api/device":{"post":{
              "requestBody":{"required":true,
               "content":{"application/json":{"schema":{"$ref":"#/components/schemas/Device"}}}},
              "responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Device"}}}}}}},
             "/api/owner/{kind}/{id}":{"post":{"parameters":[
               {"name":"kind","in":"path","required":true,"schema":{"type":"string","enum":["TENANT","CUSTOMER"]}},
               {"name":"id","in":"path","required":true,"schema":{"type":"string"}}],
              "responses":{"200":{}}}},
             "/api/find":{"post":{
              "requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Filter"}}}},
              "responses":{"200":{"content":{"application/json":{"schema":{"type":"object",
               "additionalProperties":{"type":"array","items":{"type":"integer"}}}}}}}}}},
            """ + SCHEMAS + "}";

    private static final Set<String> SCALARS =
            Set.of("String", "UUID", "Long", "Integer", "Double", "Float", "Boolean", "Json", "Object", "File");

    private static final Ledger NONE = Ledger.parse("");

    @Test
    void findsNothingInDocumentThatFollowsTheContract() {
        assertThat(problems(GOOD)).isEmpty();
        assertThat(CONTRACT.operations()).allMatch(new Coverage(CONTRACT, OpenApi.parse(GOOD), NONE)::served);
    }

    @Test
    void reportsMissingOperationUnlessItIsAccountedFor() {
        OpenApi api = OpenApi.parse(but("\"/api/find\"", "\"/api/search\""));
        assertThat(new Coverage(CONTRACT, api, NONE).problems())
                .containsExactly("Query find: POST /api/find is neither served nor listed in unserved.tsv");
        assertThat(new Coverage(CONTRACT, api, Ledger.parse("find\tnot yet: later\n")).problems())
                .isEmpty();
        assertThat(new Coverage(CONTRACT, api, Ledger.parse("area:Query\tnever: not ours\n")).problems())
                .isEmpty();
    }

    @Test
    void reportsStaleUnknownAndBadlyWordedRowsOfUnserved() {
        Ledger ledger = Ledger.parse("""
                find\tnot yet: later
                fly\tnever: no wings
                changeOwner\tlater
                area:Query\tnever: no
                area:Sky\tnever: no
                area:Device\tnot yet: no
                """);
        assertThat(new Coverage(CONTRACT, OpenApi.parse(GOOD), ledger).problems())
                .containsExactly(
                        "unserved.tsv: find is stale, it is served",
                        "unserved.tsv: fly is no operation of the contract",
                        "unserved.tsv: the reason of changeOwner must start with 'not yet: ' or 'never: '",
                        "unserved.tsv: changeOwner is stale, it is served",
                        "unserved.tsv: area:Query is stale, it is served",
                        "unserved.tsv: area:Sky is no area of the contract",
                        "unserved.tsv: area:Device must be listed operation by operation");
    }

    @Test
    void literalOfTheContractNeedsAnEnumThatNamesIt() {
        OpenApi api = OpenApi.parse(but(",\"enum\":[\"TENANT\",\"CUSTOMER\"]", ""));
        assertThat(CONTRACT.operations().stream()
                        .filter(operation -> api.find(operation).isEmpty())
                        .map(Contract.Operation::id))
                .containsExactly("changeOwner");
    }

    @Test
    void reportsMissingParameterAndParameterInAnotherPlace() {
        assertThat(problems(but("\"name\":\"ids\"", "\"name\":\"idList\"")))
                .containsExactly("getDevices#ids: is not a query parameter (getDevices)");
        assertThat(problems(but("\"name\":\"order\",\"in\":\"query\"", "\"name\":\"order\",\"in\":\"header\"")))
                .containsExactly("getDevices#order: is not a query parameter (getDevices)");
    }

    @Test
    void reportsParameterThatIsStricterThanTheContract() {
        assertThat(problems(but("\"name\":\"ids\",", "\"name\":\"ids\",\"required\":true,")))
                .containsExactly("getDevices#ids: is required, in the contract it is not (getDevices)");
        assertThat(problems(but(
                        "{\"name\":\"ids\"",
                        "{\"name\":\"why\",\"in\":\"query\",\"required\":true},{\"name\":\"ids\"")))
                .containsExactly("getDevices#why: is required, the contract does not know it (getDevices)");
    }

    @Test
    void reportsParameterOfAnotherTypeOrWithFewerValues() {
        assertThat(problems(but(
                        "\"required\":true,\"schema\":{\"type\":\"integer\"}", "\"schema\":{\"type\":\"boolean\"}")))
                .containsExactly("getDevices#page: is [boolean], the contract says Integer (getDevices)");
        assertThat(problems(but("\"enum\":[\"ASC\",\"DESC\"]", "\"enum\":[\"ASC\"]")))
                .containsExactly("getDevices#order: lacks the values [DESC] (getDevices)");
        assertThat(problems(but("\"array\",\"items\":{\"type\":\"string\"}", "\"integer\"")))
                .containsExactly("getDevices#ids: is [integer], the contract says List<String> (getDevices)");
    }

    @Test
    void reportsCallerThatIsShutOut() {
        assertThat(problems(but("[\"TENANT_ADMIN\",\"CUSTOMER_USER\"]", "[\"TENANT_ADMIN\"]")))
                .containsExactly("getDevices#callers: lacks [CUSTOMER_USER] (getDevices)");
    }

    @Test
    void reportsFieldOfAnotherTypeInBothDirectionsOnce() {
        assertThat(problems(but("\"name\":{\"type\":\"string\"}", "\"name\":{\"type\":\"integer\"}")))
                .containsExactly(
                        "response Device.name: is [integer], the contract says String (getDevices, saveDevice)",
                        "request Device.name: is [integer], the contract says String (saveDevice)");
    }

    @Test
    void reportsMissingFieldBelowReferencesArraysAndParents() {
        assertThat(problems(but("\"id\":{\"type\":\"string\",\"format\":\"uuid\"}", "\"uuid\":{\"type\":\"string\"}")))
                .containsExactly(
                        "response EntityId.id: is missing in Ref (getDevices, saveDevice)",
                        "request EntityId.id: is missing in Ref (saveDevice, find)");
        assertThat(problems(but("\"hasNext\"", "\"more\"")))
                .containsExactly("response PageDataDevice.hasNext: is missing in Devices (getDevices)");
        assertThat(problems(but("\"items\":{\"type\":\"integer\"}", "\"items\":{\"type\":\"string\"}")))
                .containsExactly("find#response: is [string], the contract says Long (find)");
    }

    @Test
    void reportsRequiredFieldOfRequestThatTheContractLeavesOut() {
        assertThat(problems(but("\"required\":[\"name\"]", "\"required\":[\"name\",\"extra\"]")))
                .containsExactly("request Device.extra: is required in Device, in the contract it is not (saveDevice)");
    }

    @Test
    void anyJsonAndFreeObjectsSatisfyNoModel() {
        assertThat(problems(but("\"id\":{\"$ref\":\"#/components/schemas/Ref\"}", "\"id\":{}")))
                .contains("request Device.id: may be any JSON, the contract says DeviceId (saveDevice)");
        assertThat(problems(but("\"id\":{\"$ref\":\"#/components/schemas/Ref\"}", "\"id\":{\"type\":\"object\"}")))
                .contains(
                        "request Device.id: is an object without named fields, the contract says DeviceId (saveDevice)");
    }

    @Test
    void enumMayBeWiderInRequestsAndNarrowerInResponses() {
        assertThat(problems(but("[\"DEVICE\",\"ASSET\"]", "[\"DEVICE\"]")))
                .containsExactly("request Device.kind: lacks the values [ASSET] (saveDevice)");
        assertThat(problems(but("[\"DEVICE\",\"ASSET\"]", "[\"DEVICE\",\"ASSET\",\"ROOM\"]")))
                .containsExactly(
                        "response Device.kind: has values that clients do not know: [ROOM] (getDevices, saveDevice)");
    }

    @Test
    void checksEachSubTypeByItsDiscriminator() {
        assertThat(problems(
                        but("{\"$ref\":\"#/components/schemas/One\"},", "{\"$ref\":\"#/components/schemas/Ref\"},")))
                .containsExactly("request Filter=one: has no alternative in Filter (find)");
        assertThat(problems(but("\"limit\":{\"type\":\"integer\"}", "\"max\":{\"type\":\"integer\"}")))
                .containsExactly("request ManyFilter.limit: is missing in Many (find)");
    }

    @Test
    void discriminatorMappingGoesBeforeValuesThatAnotherAlternativeAllows() {
        String document = but("{\"const\":\"one\"}", "{\"enum\":[\"one\",\"many\"]}")
                .replace("\"Many\":", "\"Several\":")
                .replace("schemas/Many\"}]", "schemas/Several\"}]");
        assertThat(problems(document)).containsExactly("request ManyFilter.limit: is missing in One (find)");
        assertThat(problems(document.replace(
                        "\"Filter\":{",
                        "\"Filter\":{\"discriminator\":{\"mapping\":{\"many\":\"#/components/schemas/Several\"}},")))
                .isEmpty();
    }

    @Test
    void oneFlatSchemaMayStandForAllSubTypes() {
        String choice = "\"oneOf\":[{\"$ref\":\"#/components/schemas/One\"},{\"$ref\":\"#/components/schemas/Many\"}]";
        String flat = "\"type\":\"object\",\"properties\":{\"type\":{\"type\":\"string\"},"
                + "\"entity\":{\"$ref\":\"#/components/schemas/Ref\"}";
        assertThat(problems(but(choice, flat + ",\"limit\":{\"type\":\"integer\"}}")))
                .isEmpty();
        assertThat(problems(but(choice, flat + "}")))
                .containsExactly("request ManyFilter.limit: is missing in Filter (find)");
    }

    @Test
    void oneAlternativeThatFitsIsEnoughForAPlainModel() {
        String page = "\"schema\":{\"$ref\":\"#/components/schemas/Devices\"}";
        assertThat(problems(but(
                        page,
                        "\"schema\":{\"oneOf\":[{\"type\":\"array\",\"items\":{}},"
                                + "{\"$ref\":\"#/components/schemas/Devices\"}]}")))
                .isEmpty();
        assertThat(problems(but(page, "\"schema\":{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"array\"}]}")))
                .containsExactly("getDevices#response: is [string], the contract says PageDataDevice (getDevices)");
    }

    @Test
    void reportsAnswerWithout200AndBodyThatIsNotRead() {
        assertThat(problems(but("\"responses\":{\"200\":{}}", "\"responses\":{\"204\":{}}")))
                .containsExactly("changeOwner#response: has no 200 (changeOwner)");
        assertThat(problems(but("\"requestBody\":{\"content\":{", "\"nothing\":{\"content\":{")))
                .containsExactly("find#request: is not served, the contract says Filter (find)");
    }

    @Test
    void deviationCoversItsSubjectAndGoesStale() {
        String document = but("\"name\":{\"type\":\"string\"}", "\"name\":{\"type\":\"integer\"}");
        assertThat(problems(document, "Device.name\tours\n")).isEmpty();
        assertThat(problems(document, "request Device.name\tours\n"))
                .containsExactly(
                        "response Device.name: is [integer], the contract says String (getDevices, saveDevice)");
        assertThat(problems(but("\"name\":\"ids\"", "\"name\":\"idList\""), "getDevices\tours\n"))
                .isEmpty();
        assertThat(problems(GOOD, "getDevices\tours\nDevice.name\tours\n"))
                .containsExactly(
                        "deviations.tsv: getDevices is stale, nothing differs there",
                        "deviations.tsv: Device.name is stale, nothing differs there");
    }

    @Test
    void ledgerRefusesRowsWithoutReasonAndTwins() {
        assertThatThrownBy(() -> Ledger.parse("find\t \n")).hasMessageContaining("a reason");
        assertThatThrownBy(() -> Ledger.parse("find\n")).hasMessageContaining("1 columns instead of 2");
        assertThatThrownBy(() -> Ledger.parse("find\ta\nfind\tb\n")).hasMessageContaining("Two rows for find");
    }

    @Test
    void saysSoWhenThereIsNoDocument(@TempDir Path folder) {
        assertThatThrownBy(() -> OpenApi.read(folder.resolve("openapi.json")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("openapi.json is missing");
    }

    @Test
    void tableOfTheContractIsWholeAndNamesKnownModelsOnly() {
        Contract contract = Contract.load();
        assertThat(contract.operations()).hasSizeGreaterThan(700);
        assertThat(contract.operations()).extracting(Contract.Operation::id).doesNotHaveDuplicates();
        assertThat(contract.operations()).extracting(Contract.Operation::area).containsAll(Coverage.FIRST_AREAS);
        Contract.Model page = contract.models().get("PageDataDevice");
        assertThat(page).isNotNull();
        assertThat(contract.fields(Objects.requireNonNull(page)))
                .containsOnlyKeys("data", "totalPages", "totalElements", "hasNext");
        assertThat(contract.models().values().stream()
                        .flatMap(model -> model.fields().stream())
                        .map(field -> name(field.type())))
                .allMatch(name -> SCALARS.contains(name) || contract.models().containsKey(name));
        assertThat(contract.models().values().stream().flatMap(model -> model.subtypes().values().stream()))
                .allMatch(contract.models()::containsKey);
    }

    private static String name(WireType type) {
        return switch (type) {
            case WireType.Named(String name) -> name;
            case WireType.Many(WireType item) -> name(item);
            case WireType.Keyed(WireType value) -> name(value);
        };
    }

    private static List<String> problems(String document) {
        return problems(document, "");
    }

    private static List<String> problems(String document, String deviations) {
        return new ContractChecker(CONTRACT, OpenApi.parse(document)).problems(Ledger.parse(deviations));
    }

    /** The good document with every occurrence of a text replaced; the text must occur. */
    private static String but(String text, String replacement) {
        assertThat(GOOD).contains(text);
        return GOOD.replace(text, replacement);
    }
}
