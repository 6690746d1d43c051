package io.switchhook.console;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// JSON in which all but printable ASCII is escaped: what a stranger has said moves no cursor and turns no line around in the
/// terminal of who asks with curl, and begins no element where somebody takes it for HTML.
final class AsciiJson extends CharacterEscapes {
    private static final long serialVersionUID = 1;
    private static final int DELETE = 0x7f;

    static ObjectMapper mapper() {
        return new JsonMapper(
                JsonFactory.builder()
                        .highestNonEscapedChar(DELETE)
                        .characterEscapes(new AsciiJson())
                        .build());
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        int[] codes = standardAsciiEscapesForJSON();
        codes[DELETE] = ESCAPE_STANDARD;
        codes['<'] = ESCAPE_STANDARD;
        return codes;
    }

    /// None has an escape of its own.
    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
        return null;
    }
}
