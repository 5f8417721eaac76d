package org.ppl4j.compile.rolling;

/** Which small tensors, of those that terms pick elements from, may differ from term to term if they are computed alike. */
enum Followed {
    /** None: terms of one form pick from one tensor. */
    NONE,
    /** All without a sum of many terms, which may be a loop of its own that was not rolled yet. */
    WITHOUT_LOOPS,
    /** All. */
    ALL
}
