package io.atrium.asset;

import io.atrium.entity.BulkImportRequest;
import io.atrium.entity.BulkImportResult;
import io.atrium.entity.BulkImports;
import io.atrium.entity.Entities.Form;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Kind;
import io.atrium.entity.KindRoutes;
import io.atrium.entity.Platform;
import io.atrium.entity.RelationSearch;
import io.atrium.entity.ThingRoutes;
import io.atrium.http.BodySize;
import io.atrium.http.Routes;

/** The routes of assets (access-model 4.8). */
final class AssetApi {

    private static final Kind<Asset> KIND = AssetKinds.ASSET;

    private final Platform platform;
    private final EntityChanges changes;
    private final BulkImports imports;

    AssetApi(Platform platform, EntityChanges changes, BulkImports imports) {
        this.platform = platform;
        this.changes = changes;
        this.imports = imports;
    }

    void add(Routes routes) {
        KindRoutes common = new KindRoutes(routes, "Asset", KIND, "asset", platform.entities(), changes);
        common.save("saveAsset")
                .byId("getAssetById")
                .infoById("getAssetInfoById")
                .delete("deleteAsset")
                .byIds("/api/assets", "getAssetsByIds", "assetIds", Form.PLAIN)
                .byName("/api/tenant/asset", "getTenantAssetByName", "assetName");
        new ThingRoutes(common)
                .lists(infos -> infos.byProfile("assetProfileId"), readable -> readable.bySubtype("type")
                        .byProfile("assetProfileId"))
                .search(
                        AssetSearchQuery.class,
                        query -> new RelationSearch.Query(query.parameters(), query.relationType(), query.assetTypes()))
                .types();
        common.area()
                .post("/api/asset/bulk_import", "processAssetBulkImport", "Creates or changes assets by CSV lines")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("CREATE or WRITE for each line")
                .body(BulkImportRequest.class)
                .upTo(BodySize.LARGE)
                .answers(BulkImportResult.OfAssets.class)
                .handle(call -> imports.run(
                                call.actor(),
                                call.body(BulkImportRequest.class),
                                new AssetImport(changes),
                                call::requireLogIn)
                        .ofAssets());
    }
}
