package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;

/** The JDK's log prints a class and a method above each line: the first that anybody sees of a run. */
class LogSourceTest {

    @Test
    void theSourceOfALineIsAMethodWithAName() {
        Set<String> methods = Collections.newSetFromMap(new ConcurrentHashMap<>());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                methods.add(record.getSourceMethodName());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("org.ppl4j.samplers");
        logger.addHandler(handler);
        try {
            Model model = Model.of("normal", m -> m.sample("x", Normal.of(0, 1)));
            assertThat(Sampling.of(model)
                            .chains(1)
                            .warmup(50)
                            .draws(50)
                            .seed(1)
                            .run()
                            .draws())
                    .isEqualTo(50);
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(methods).contains("log").noneMatch(name -> name.startsWith("lambda"));
    }
}
