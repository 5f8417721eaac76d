package com.example;

import java.util.concurrent.atomic.AtomicInteger;

/** Has a list of classes beside it, of which one is not there. */
public final class Listed {

    /** How many of the classes have been initialised. */
    public static final AtomicInteger INITIALISED = new AtomicInteger();

    private Listed() {}

    /** Notes when it is initialised. */
    public static final class First {
        static {
            INITIALISED.incrementAndGet();
        }

        private First() {}

        /** Does nothing, but needs the class. */
        public static void touch() {}
    }

    /** Another one. */
    static final class Second {
        private Second() {}
    }
}
