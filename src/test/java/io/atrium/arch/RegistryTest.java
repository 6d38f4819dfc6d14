package io.atrium.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.atrium.app.Registry;
import io.atrium.config.Setting;
import io.atrium.entity.Feature;
import io.atrium.entity.Kind;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the product's table of contents: whatever is written as a feature, settings or a kind is also switched on. */
final class RegistryTest {

    private static final String ASSEMBLY = "io.atrium.app.Assembly";

    @Test
    void everyFeatureIsAssembled() {
        Set<String> written = Scan.main().classes().stream()
                .filter(type -> type.isAssignableTo(Feature.class) && !type.isInterface())
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(written).hasSizeGreaterThan(8);
        assertThat(missing(written, constructedBy(ASSEMBLY))).isEmpty();
    }

    @Test
    void everySettingsRecordIsRegistered() {
        List<Class<?>> written = new ArrayList<>();
        for (JavaClass type : Scan.main().classes()) {
            if (type.isRecord() && isSettings(type.reflect())) {
                written.add(type.reflect());
            }
        }
        assertThat(written).hasSizeGreaterThan(8);
        assertThat(missing(written, Registry.configRecords())).isEmpty();
        assertThat(Registry.configRecords()).doesNotHaveDuplicates();
    }

    @Test
    void everyKindIsRegistered() throws IllegalAccessException {
        List<Kind<?>> written = new ArrayList<>();
        for (JavaClass type : Scan.main().classes()) {
            for (var field : type.getFields()) {
                if (field.getRawType().isEquivalentTo(Kind.class)
                        && field.getModifiers().contains(JavaModifier.STATIC)) {
                    Field constant = field.reflect();
                    constant.setAccessible(true);
                    written.add((Kind<?>) constant.get(null));
                }
            }
        }
        assertThat(written).hasSizeGreaterThan(8);
        assertThat(missing(written, Registry.kinds().all())).isEmpty();
        assertThat(Registry.kinds().all()).extracting(Kind::name).doesNotHaveDuplicates();
    }

    @Test
    void findsAFeatureThatNobodyMade() {
        assertThat(constructedBy(ASSEMBLY)).doesNotContain(RegistryTest.class.getName());
        assertThat(missing(List.of("made", "forgotten"), Set.of("made"))).containsExactly("forgotten");
        assertThat(isSettings(ConfigLawTest.Careless.class)).isTrue();
        assertThat(isSettings(Kind.Computed.class)).isFalse();
    }

    private static boolean isSettings(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .anyMatch(component -> component.isAnnotationPresent(Setting.class));
    }

    private static Set<String> constructedBy(String name) {
        JavaClass maker = Scan.main().classes().stream()
                .filter(type -> type.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return maker.getConstructorCallsFromSelf().stream()
                .map(call -> call.getTargetOwner().getName())
                .collect(Collectors.toSet());
    }

    private static <T> List<T> missing(Collection<? extends T> written, Collection<? extends T> registered) {
        List<T> missing = new ArrayList<>(written);
        missing.removeAll(registered);
        return missing;
    }
}
