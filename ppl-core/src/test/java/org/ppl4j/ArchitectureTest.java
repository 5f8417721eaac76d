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

    /** What each package may know, besides itself, the JDK and the nullness annotations: all else is refused. */
    private static final Map<String, List<String>> KNOWS = Map.of(
            "math", List.of(),
            "graph", List.of(layer("math")),
            "tensor", List.of(layer("graph")),
            "compile", List.of(layer("math"), layer("graph"), "net.bytebuddy.."),
            "density", List.of(layer("graph"), layer("compile")),
            "ode", List.of(layer("graph"), layer("tensor"), layer("compile"), "org.apache.commons.math3.."),
            "bijector", List.of(layer("graph"), layer("tensor")),
            "distribution",
                    List.of(
                            layer("math"),
                            layer("graph"),
                            layer("tensor"),
                            layer("bijector"),
                            "org.apache.commons.rng.."),
            "model",
                    List.of(
                            layer("graph"),
                            layer("tensor"),
                            layer("compile"),
                            layer("density"),
                            layer("bijector"),
                            layer("distribution")));

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

        // The same check finds what is not allowed: another layer, and another library.
        assertThatThrownBy(() -> check(core, "model", List.of(layer("graph"), layer("tensor"))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("org.ppl4j.distribution.Distribution");
        assertThatThrownBy(() -> check(core, "compile", List.of(layer("math"), layer("graph"))))
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
        return "org.ppl4j." + name + "..";
    }
}
