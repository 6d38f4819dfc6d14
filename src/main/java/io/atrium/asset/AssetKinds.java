package io.atrium.asset;

import io.atrium.entity.Kind;
import io.atrium.entity.Kind.Traits;

/** The kinds of this package. */
public final class AssetKinds {

    public static final Kind<Asset> ASSET = new Kind<>(
            "ASSET",
            Asset.class,
            AssetInfo.class,
            Traits.named("name")
                    .ownedBy("customerId")
                    .subtype("type")
                    .profile("assetProfileId", "ASSET_PROFILE")
                    .labelled()
                    .inGroups());

    public static final Kind<AssetProfile> ASSET_PROFILE = new Kind<>(
            "ASSET_PROFILE",
            AssetProfile.class,
            AssetProfileInfo.class,
            Traits.named("name").sortsBy("description", "isDefault"));

    private AssetKinds() {}
}
