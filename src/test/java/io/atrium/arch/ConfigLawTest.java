package io.atrium.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import io.atrium.config.BadSetting;
import io.atrium.config.ConfigPage;
import io.atrium.config.DataConfig;
import io.atrium.config.Setting;
import io.atrium.config.Settings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Holds what every config record promises: keys, defaults, ranges, both spellings and the reference page. */
final class ConfigLawTest {

    private static final List<Class<? extends Record>> RECORDS = configRecords();

    @Test
    void findsTheRecordsOfTheProduct() {
        assertThat(RECORDS).contains(DataConfig.class);
        assertThat(Scan.main().classes().stream()
                        .filter(type -> type.getSimpleName().endsWith("Config")))
                .as("a type named Config is a record of settings")
                .allMatch(type -> RECORDS.contains(type.reflect()));
    }

    @Test
    void everyComponentIsADocumentedSetting() {
        for (Class<? extends Record> type : RECORDS) {
            assertThat(faults(type)).as(type.getName()).isEmpty();
        }
    }

    @Test
    void everyKeyIsUnique() {
        assertThat(keys()).doesNotHaveDuplicates();
    }

    @Test
    void everyDefaultParsesAndIsInRange() {
        for (Class<? extends Record> type : RECORDS) {
            assertThatCode(() -> read(type, requiredSamples(type)))
                    .as(type.getName())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void everyKeyReachesItsComponentByVariableAndByFlag() throws ReflectiveOperationException {
        for (Class<? extends Record> type : RECORDS) {
            for (RecordComponent component : type.getRecordComponents()) {
                Setting setting = setting(component);
                String sample = Samples.of(component);
                Map<String, String> environment = requiredSamples(type);
                environment.remove(setting.env());
                Object fallback = setting.required() ? null : value(component, read(type, environment));
                String flag = flagOf(setting.env()) + "=" + sample;
                Object byFlag = value(
                        component, Settings.from(environment, List.of(flag)).read(type));
                environment.put(setting.env(), sample);
                Object byVariable = value(component, read(type, environment));
                assertThat(byVariable)
                        .as(setting.env())
                        .isNotNull()
                        .isNotEqualTo(fallback)
                        .isEqualTo(byFlag);
            }
        }
    }

    @Test
    void everyRangeIsGuarded() {
        for (Class<? extends Record> type : RECORDS) {
            for (RecordComponent component : type.getRecordComponents()) {
                for (String outside : Samples.outside(component)) {
                    Map<String, String> environment = requiredSamples(type);
                    environment.put(setting(component).env(), outside);
                    assertThatThrownBy(() -> read(type, environment))
                            .as(setting(component).env() + " = " + outside)
                            .isInstanceOf(BadSetting.class)
                            .hasMessageContaining(setting(component).env());
                }
            }
        }
    }

    @Test
    void thePageShowsEveryKey() throws IOException {
        new GeneratedFile("docs/config.md").mustEqual(ConfigPage.render(RECORDS));
        assertThat(Path.of("docs/config.md")).content().contains(keys());
    }

    record Careless(
            @Setting(env = "atrium_port", doc = "port") int port,

            @Setting(env = "ATRIUM_PASSWORD", secret = true, fallback = "hunter2", doc = "Password of the first user")
            String password,

            int unmarked) {}

    @Test
    void catchesACarelessRecord() {
        assertThat(faults(Careless.class))
                .containsExactly(
                        "port: key 'atrium_port' has another form",
                        "port: 'port' is no sentence",
                        "password: a secret has a default",
                        "unmarked: no @Setting");
    }

    private static List<String> faults(Class<? extends Record> type) {
        List<String> faults = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Setting setting = component.getAnnotation(Setting.class);
            if (setting == null) {
                faults.add(component.getName() + ": no @Setting");
                continue;
            }
            if (!setting.env().matches("ATRIUM(_[A-Z0-9]+)+")) {
                faults.add(component.getName() + ": key '" + setting.env() + "' has another form");
            }
            if (!setting.doc().matches("[A-Z0-9]\\S*( [^\\s]+){2,}")) {
                faults.add(component.getName() + ": '" + setting.doc() + "' is no sentence");
            }
            if (setting.secret() && !setting.fallback().isEmpty()) {
                faults.add(component.getName() + ": a secret has a default");
            }
            if (setting.required() && !setting.fallback().isEmpty()) {
                faults.add(component.getName() + ": a required key has a default");
            }
        }
        return faults;
    }

    /** Every record of the product with a setting, in the order of packages and names. */
    private static List<Class<? extends Record>> configRecords() {
        List<Class<? extends Record>> found = new ArrayList<>();
        for (JavaClass type : Scan.main().classes()) {
            if (type.isRecord()) {
                Class<? extends Record> reflected = type.reflect().asSubclass(Record.class);
                if (Arrays.stream(reflected.getRecordComponents())
                        .anyMatch(component -> component.isAnnotationPresent(Setting.class))) {
                    found.add(reflected);
                }
            }
        }
        found.sort(Comparator.comparing(Class::getName));
        return found;
    }

    private static List<String> keys() {
        return RECORDS.stream()
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .map(component -> setting(component).env())
                .toList();
    }

    private static Map<String, String> requiredSamples(Class<? extends Record> type) {
        Map<String, String> samples = new HashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (setting(component).required()) {
                samples.put(setting(component).env(), Samples.of(component));
            }
        }
        return samples;
    }

    private static <T extends Record> T read(Class<T> type, Map<String, String> environment) {
        return Settings.from(environment, List.of()).read(type);
    }

    private static Object value(RecordComponent component, Record read) throws ReflectiveOperationException {
        component.getAccessor().setAccessible(true);
        return component.getAccessor().invoke(read);
    }

    private static Setting setting(RecordComponent component) {
        return Objects.requireNonNull(component.getAnnotation(Setting.class));
    }

    private static String flagOf(String env) {
        return "--" + env.replace("ATRIUM_", "").toLowerCase(Locale.ROOT).replace("_", "-");
    }
}
