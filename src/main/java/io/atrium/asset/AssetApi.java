package io.atrium.asset;

import io.atrium.entity.BulkImportRequest;
import io.atrium.entity.BulkImportResult;
import io.atrium.entity.BulkImports;
import io.atrium.entity.Entities.Form;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.EntitySubtype;
import io.atrium.entity.Kind;
import io.atrium.entity.KindRoutes;
import io.atrium.entity.Platform;
import io.atrium.entity.RelationSearch;
import io.atrium.http.Routes;

/** The routes of assets (access-model 4.8). */
final class AssetApi {

    private static final Kind<Asset> KIND = AssetKinds.ASSET;

    private final Platform platform;
    private final EntityChanges changes;
    private final BulkImports imports;
    private final RelationSearch search;

    AssetApi(Platform platform, EntityChanges changes, BulkImports imports) {
        this.platform = platform;
        this.changes = changes;
        this.imports = imports;
        this.search = new RelationSearch(platform.entities(), KIND);
    }

    void add(Routes routes) {
        KindRoutes common = new KindRoutes(routes, "Asset", KIND, "asset", platform.entities(), changes);
        common.save("saveAsset")
                .byId("getAssetById")
                .infoById("getAssetInfoById")
                .delete("deleteAsset")
                .byIds("/api/assets", "getAssetsByIds", "assetIds", Form.PLAIN)
                .byName("/api/tenant/asset", "getTenantAssetByName", "assetName");
        lists(common);
        common.area()
                .post("/api/assets", "findAssetsByQuery", "The assets that relations lead to")
                .reads()
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the root and on each asset; others are left out")
                .body(AssetSearchQuery.class)
                .answersList(Asset.class)
                .handle(call -> {
                    AssetSearchQuery query = call.body(AssetSearchQuery.class);
                    return search.find(call.actor(), query.parameters(), query.relationType(), query.assetTypes());
                });
        common.area()
                .get("/api/asset/types", "getAssetTypes", "The types of the assets that the caller may read")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the assets")
                .answersList(EntitySubtype.class)
                .handle(call -> search.types(call.actor()));
        common.area()
                .post("/api/asset/bulk_import", "processAssetBulkImport", "Creates or changes assets by CSV lines")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("CREATE or WRITE for each line")
                .body(BulkImportRequest.class)
                .answers(BulkImportResult.OfAssets.class)
                .handle(call -> imports.run(call.actor(), call.body(BulkImportRequest.class), new AssetImport(changes))
                        .ofAssets());
    }

    private static void lists(KindRoutes common) {
        common.list("/api/assetInfos/all", "getAllAssetInfos", Form.INFO)
                .byProfile("assetProfileId")
                .own()
                .list("/api/customer/{customerId}/assetInfos", "getCustomerAssetInfos", Form.INFO)
                .byProfile("assetProfileId")
                .ofCustomer(true)
                .list("/api/customer/{customerId}/assets", "getCustomerAssets", Form.PLAIN)
                .bySubtype("type")
                .ofCustomer(false)
                .list("/api/entityGroup/{entityGroupId}/assets", "getAssetsByEntityGroupId", Form.PLAIN)
                .ofGroup()
                .list("/api/user/assets", "getUserAssets", Form.PLAIN)
                .bySubtype("type")
                .byProfile("assetProfileId")
                .readable()
                .list("/api/tenant/assets", "getTenantAssets", Form.PLAIN)
                .callers(Routes.TENANT)
                .bySubtype("type")
                .orOldByName("assetName")
                .wholeTenant();
    }
}
