package org.ppl4j.chains;

import java.util.Comparator;
import java.util.List;

/**
 * The names an error message offers in place of an unknown one.
 *
 * @param names what exists
 */
record KnownNames(List<String> names) {

    private static final int LISTED = 20;
    private static final int SUGGESTED = 3;

    /** Returns a sentence with the names nearest to the one asked for, after a space; empty if none is near. */
    String closestTo(String name) {
        int furthest = Math.max(1, name.length() / 3);
        List<String> near = names.stream()
                .filter(candidate -> distance(name, candidate) <= furthest)
                .sorted(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SUGGESTED)
                .map(candidate -> "\"" + candidate + "\"")
                .toList();
        return near.isEmpty() ? "" : " Did you mean " + String.join(" or ", near) + "?";
    }

    /** Returns a sentence that lists the names, shortened if there are many. */
    String listed(String heading) {
        if (names.isEmpty()) {
            return heading + ": none.";
        }
        String list = String.join(", ", names.subList(0, Math.min(LISTED, names.size())));
        return heading + ": " + list + (names.size() > LISTED ? " and " + (names.size() - LISTED) + " more." : ".");
    }

    /** Levenshtein's edit distance, without regard to case. */
    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] current = new int[right.length() + 1];
            current[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                boolean same =
                        Character.toLowerCase(left.charAt(row - 1)) == Character.toLowerCase(right.charAt(column - 1));
                int replaced = previous[column - 1] + (same ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
