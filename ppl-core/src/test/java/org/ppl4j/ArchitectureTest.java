package org.ppl4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Layers point one way, and only what must touches another library. */
class ArchitectureTest {

    private static final String BYTE_BUDDY = "net.bytebuddy..";

    /** What each package may know, besides itself, the JDK and the nullness annotations: all else is refused. */
    private static final Map<String, List<String>> KNOWS = Map.ofEntries(
            Map.entry("math", List.of()),
            Map.entry("graph", List.of(layer("math"))),
            Map.entry("tensor", List.of(layer("graph"))),
            Map.entry("compile.rewrite", List.of(layer("math"), layer("graph"))),
            Map.entry("compile.rolling", List.of(layer("graph"), layer("compile.rewrite"))),
            Map.entry("compile.carried", List.of(layer("graph"), layer("compile.rewrite"), layer("compile.rolling"))),
            Map.entry("compile.scan", List.of(layer("graph"), layer("compile.rewrite"))),
            Map.entry("compile.fold", List.of(layer("graph"), layer("compile.rewrite"))),
            Map.entry("compile.schedule", List.of(layer("math"), layer("graph"), layer("compile.rewrite"))),
            Map.entry(
                    "compile.emit",
                    List.of(
                            layer("math"),
                            layer("graph"),
                            layer("compile.rewrite"),
                            layer("compile.schedule"),
                            BYTE_BUDDY)),
            Map.entry(
                    "compile.vector",
                    List.of(
                            layer("math"),
                            layer("graph"),
                            layer("compile.rewrite"),
                            layer("compile.schedule"),
                            layer("compile.emit"),
                            BYTE_BUDDY)),
            Map.entry(
                    "compile",
                    List.of(
                            layer("graph"),
                            layer("compile.rewrite"),
                            layer("compile.rolling"),
                            layer("compile.carried"),
                            layer("compile.scan"),
                            layer("compile.fold"),
                            layer("compile.schedule"),
                            layer("compile.emit"),
                            layer("compile.vector"),
                            BYTE_BUDDY)),
            Map.entry("density", List.of(layer("graph"), layer("compile"))),
            Map.entry("ode", List.of(layer("graph"), layer("tensor"), layer("compile"), "org.apache.commons.math3..")),
            Map.entry("bijector", List.of(layer("graph"), layer("tensor"))),
            Map.entry(
                    "distribution",
                    List.of(
                            layer("math"),
                            layer("graph"),
                            layer("tensor"),
                            layer("bijector"),
                            "org.apache.commons.rng..")),
            Map.entry(
                    "model",
                    List.of(
                            layer("graph"),
                            layer("tensor"),
                            layer("compile"),
                            layer("compile.rolling"),
                            layer("density"),
                            layer("bijector"),
                            layer("distribution"))));

    @Test
    void layersPointOneWay() {
        JavaClasses core = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.ppl4j");
        Set<String> packages = new TreeSet<>();
        core.forEach(type -> packages.add(type.getPackageName().substring("org.ppl4j.".length())));
        assertThat(packages).as("every package has its rule").isEqualTo(KNOWS.keySet());
        KNOWS.forEach((name, known) -> check(core, name, known));
        slices().matching("org.ppl4j.(*)..").should().beFreeOfCycles().check(core);
        slices().matching("org.ppl4j.compile.(*)").should().beFreeOfCycles().check(core);

        // The same check finds what is not allowed: another layer, and another library.
        assertThatThrownBy(() -> check(core, "model", List.of(layer("graph"), layer("tensor"))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("org.ppl4j.distribution.Distribution");
        assertThatThrownBy(() -> check(core, "compile.rewrite", List.of(layer("math"))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("org.ppl4j.graph.Node");
        assertThatThrownBy(() -> check(
                        core,
                        "compile.emit",
                        List.of(layer("math"), layer("graph"), layer("compile.rewrite"), layer("compile.schedule"))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("net.bytebuddy");
    }

    private static void check(JavaClasses classes, String name, List<String> known) {
        List<String> allowed = new ArrayList<>(known);
        allowed.addAll(List.of(layer(name), "java..", "org.jspecify.annotations"));
        classes()
                .that()
                .resideInAPackage(layer(name))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new))
                .check(classes);
    }

    private static String layer(String name) {
        return "org.ppl4j." + name;
    }
}
