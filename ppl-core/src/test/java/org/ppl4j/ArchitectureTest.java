package org.ppl4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layers point one way. */
class ArchitectureTest {

    /** From the bottom up: a layer knows those before it only, and of those only what is listed. */
    private static final List<String> LAYERS =
            List.of("math", "graph", "tensor", "compile", "density", "bijector", "distribution", "model");

    @Test
    void layersPointOneWay() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.ppl4j");
        for (int i = 0; i < LAYERS.size(); i++) {
            String[] above = LAYERS.subList(i + 1, LAYERS.size()).stream()
                    .map(name -> "org.ppl4j." + name + "..")
                    .toArray(String[]::new);
            if (above.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage("org.ppl4j." + LAYERS.get(i) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(above)
                        .check(classes);
            }
        }
        noClasses()
                .that()
                .resideInAnyPackage("org.ppl4j.tensor..", "org.ppl4j.bijector..", "org.ppl4j.distribution..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.ppl4j.compile..", "org.ppl4j.density..")
                .check(classes);
        noClasses()
                .that()
                .resideOutsideOfPackage("org.ppl4j.compile..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("net.bytebuddy..")
                .check(classes);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "tech.tablesaw..")
                .check(classes);
        slices().matching("org.ppl4j.(*)..").should().beFreeOfCycles().check(classes);
        assertThatThrownBy(() -> noClasses()
                        .that()
                        .resideInAPackage("org.ppl4j.model..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.ppl4j.distribution..")
                        .check(classes))
                .as("a rule that is broken is reported")
                .isInstanceOf(AssertionError.class);
    }
}
