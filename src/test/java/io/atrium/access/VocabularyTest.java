package io.atrium.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.base.Authority;
import org.junit.jupiter.api.Test;

/** What an authority reaches, whatever its roles say. */
final class VocabularyTest {

    @Test
    void tenantsReadQueuesAndOnlyTheSystemWritesThem() {
        assertThat(Vocabulary.allowedResources(Authority.TENANT_ADMIN)).contains("QUEUE");
        assertThat(Vocabulary.isAllowed(Authority.TENANT_ADMIN, "QUEUE", Operation.READ))
                .isTrue();
        for (Operation operation :
                new Operation[] {Operation.CREATE, Operation.WRITE, Operation.DELETE, Operation.ALL}) {
            assertThat(Vocabulary.isAllowed(Authority.TENANT_ADMIN, "QUEUE", operation))
                    .as(operation.name())
                    .isFalse();
            assertThat(Vocabulary.isAllowed(Authority.SYS_ADMIN, "QUEUE", operation))
                    .as(operation.name())
                    .isTrue();
        }
        assertThat(Vocabulary.isAllowed(Authority.CUSTOMER_USER, "QUEUE", Operation.READ))
                .isFalse();
        assertThat(Vocabulary.isAllowed(Authority.TENANT_ADMIN, "DEVICE", Operation.WRITE))
                .isTrue();
    }
}
