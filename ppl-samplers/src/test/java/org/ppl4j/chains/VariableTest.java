package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class VariableTest {

    @Test
    void elementsAreNamedFromZeroWithTheLastIndexRunningFastest() {
        assertThat(Variable.scalar("alpha").scalarNames()).containsExactly("alpha");
        assertThat(Variable.of("theta", 3).scalarNames()).containsExactly("theta[0]", "theta[1]", "theta[2]");
        assertThat(Variable.of("w", 2, 3).scalarNames())
                .containsExactly("w[0,0]", "w[0,1]", "w[0,2]", "w[1,0]", "w[1,1]", "w[1,2]");
        assertThat(Variable.of("none", 2, 0).scalarNames()).isEmpty();
    }

    @Test
    void sizeIsTheNumberOfElements() {
        assertThat(Variable.scalar("alpha").size()).isEqualTo(1);
        assertThat(Variable.of("cube", 2, 3, 4).size()).isEqualTo(24);
        assertThat(Variable.of("none", 0).size()).isZero();
    }

    @Test
    void refusesWhatCannotBeNamedOrCounted() {
        assertThatThrownBy(() -> Variable.scalar(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A variable needs a name without line breaks, got \" \".");
        assertThatThrownBy(() -> Variable.of("w", 2, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Variable \"w\" has shape [2, -1]; the lengths must be at least 0 and their product at most"
                        + " 2147483647.");
        assertThatThrownBy(() -> Variable.of("w", 100_000, 100_000)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void elementsAreFoundByName() {
        Variable variable = Variable.of("w", 2, 3, 2);
        List<String> names = variable.scalarNames();
        for (int element = 0; element < names.size(); element++) {
            ElementName parts = ElementName.parse(names.get(element)).orElseThrow();
            assertThat(parts.base()).isEqualTo("w");
            assertThat(parts.elementOf(variable)).isEqualTo(element);
        }
        assertThat(ElementName.parse("alpha")).isEmpty();
        assertThat(ElementName.parse("alpha[-1]")).isEmpty();
        assertThat(ElementName.parse("alpha[x]")).isEmpty();
    }
}
