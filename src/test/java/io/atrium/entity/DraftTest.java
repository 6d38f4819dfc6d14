package io.atrium.entity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.asset.AssetKinds;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a caller may set of an entity. */
final class DraftTest {

    private static final String OLD = "o\u200Bld";

    private static Entry stored() {
        return new Entry(1, 1, new UUID(1, 1), 0, OLD, null, null, 0, 1, "");
    }

    @Test
    void nameThatIsStoredAlreadyMayStayAsItIs() {
        assertThatCode(() -> new Draft(OLD, null, "seen", "").seen(AssetKinds.ASSET, stored()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new Draft(OLD, null, null, "").seen(AssetKinds.ASSET, null))
                .hasMessageContaining("Field 'name'");
        assertThatThrownBy(() -> new Draft("n\u200Bew", null, null, "").seen(AssetKinds.ASSET, stored()))
                .hasMessageContaining("Field 'name'");
    }
}
