package io.switchhook.callflow;

/// Writes a result as one JSON object on one line.
///
/// ```
/// {"flow":"setup","profile":"t38g","transport":"UDP","comparison":"strict","held":true,
///  "steps":[{"step":"F1","from":"A","to":"P","message":"INVITE","seen":true,"note":""}],
///  "media":[{"from":"A","to":"B","heard":true,"when":"during the call"}]}
/// ```
public final class JsonLines {
    private final StringBuilder out = new StringBuilder();

    private JsonLines() {}

    /// The object, with a line end behind it. What is wrong, besides notes of steps, is listed as `faults`.
    public static String write(FlowResult result) {
        return new JsonLines().object(result);
    }

    private String object(FlowResult result) {
        out.append("{\"flow\":").append(text(result.flow().name()));
        out.append(",\"profile\":").append(text(result.profile()));
        out.append(",\"transport\":").append(text(result.transport()));
        out.append(",\"comparison\":").append(text(result.verdict().strictness().word()));
        out.append(",\"held\":").append(result.held());
        out.append(",\"steps\":[");
        String separator = "";
        for (var step : result.verdict().steps()) {
            out.append(separator).append("{\"step\":").append(text(step.step().name()));
            out.append(",\"from\":").append(text(step.step().from().name()));
            out.append(",\"to\":").append(text(step.step().to().name()));
            out.append(",\"message\":").append(text(step.step().message().label()));
            out.append(",\"seen\":").append(step.seen().isPresent());
            out.append(",\"note\":").append(text(step.note())).append('}');
            separator = ",";
        }
        out.append("],\"media\":[");
        separator = "";
        for (var heard : result.media()) {
            out.append(separator).append("{\"from\":").append(text(heard.from().name()));
            out.append(",\"to\":").append(text(heard.to().name()));
            out.append(",\"heard\":").append(heard.heard());
            out.append(",\"when\":").append(text(heard.when())).append('}');
            separator = ",";
        }
        out.append("],\"faults\":[");
        separator = "";
        for (var fault : result.faults()) {
            out.append(separator).append(text(fault));
            separator = ",";
        }
        return out.append("]}\n").toString();
    }

    private static String text(String value) {
        var quoted = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') quoted.append('\\').append(c);
            else if (c < ' ' || Character.isSurrogate(c))
                quoted.append(String.format("\\u%04x", (int) c));
            else quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
