package io.atrium.asset;

import io.atrium.entity.BulkImports;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Platform;
import io.atrium.entity.ProfileRoutes;
import io.atrium.entity.Profiles;
import io.atrium.http.Routes;
import java.util.Map;

/** Wires this package. */
public final class AssetFeature implements Feature {

    private final Platform platform;
    private final BulkImports imports;
    private final Profiles profiles = new Profiles(AssetKinds.ASSET_PROFILE, AssetKinds.ASSET, Map.of());

    public AssetFeature(Platform platform, BulkImports imports) {
        this.platform = platform;
        this.imports = imports;
    }

    @Override
    public Map<String, KindHooks> hooks() {
        return Map.of(
                AssetKinds.ASSET.name(), new AssetHooks(profiles),
                AssetKinds.ASSET_PROFILE.name(), new AssetProfileHooks(profiles));
    }

    @Override
    public void routes(Routes routes, EntityChanges changes) {
        new AssetApi(platform, changes, imports).add(routes);
        new ProfileRoutes(routes, "AssetProfile", "assetProfile", platform, profiles, changes)
                .names()
                .whole()
                .infos("getAssetProfilesByIds", "", (profile, wanted) -> true);
    }
}
