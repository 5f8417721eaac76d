package org.ppl4j.samplers;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/** Standard error as it is, whatever System.setErr did, and whether somebody sees it there and then. */
final class Terminal {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    static PrintStream standardError() {
        return new PrintStream(new FileOutputStream(FileDescriptor.err), true, Charset.defaultCharset());
    }

    @SuppressWarnings("SystemConsoleNull") // asked only of the versions where null does mean that there is no terminal
    static boolean isInteractive() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        if (Files.isSymbolicLink(STANDARD_ERROR)) {
            try {
                String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
                return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
            } catch (IOException e) {
                return false;
            }
        }
        // From 22 to 24 there is a console even in a pipe.
        int version = Runtime.version().feature();
        return (version < 22 || version > 24) && System.console() != null;
    }
}
