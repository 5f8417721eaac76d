package org.ppl4j.plots;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Renumbers the random element names of an SVG document, so that the same picture is the same file. */
final class StableIds {

    private static final Pattern DEFINITION = Pattern.compile("\\bid=\"([^\"]+)\"");
    private static final Pattern USE = Pattern.compile("(\\bid=\"|#)([A-Za-z0-9_-]+)");

    private StableIds() {}

    static String rename(String svg) {
        Map<String, String> names = new LinkedHashMap<>();
        Matcher definitions = DEFINITION.matcher(svg);
        while (definitions.find()) {
            names.putIfAbsent(definitions.group(1), "part" + (names.size() + 1));
        }
        return USE.matcher(svg).replaceAll(use -> {
            String name = names.get(use.group(2));
            return Matcher.quoteReplacement(name == null ? use.group() : use.group(1) + name);
        });
    }
}
