package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the compiler logs while this is open, in the thread that opened it: other tests may run meanwhile. */
public final class CompilerWarnings implements AutoCloseable {

    private final Logger logger = Logger.getLogger("org.ppl4j.compile");
    private final long thread = Thread.currentThread().getId();
    private final List<LogRecord> records = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord each) {
            if (each.getLongThreadID() == thread) {
                records.add(each);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Begins to listen. */
    public CompilerWarnings() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    /** Returns what was logged. */
    public List<LogRecord> records() {
        return List.copyOf(records);
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }
}
