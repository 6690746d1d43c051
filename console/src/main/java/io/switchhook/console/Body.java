package io.switchhook.console;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The JSON object of a request. What is not understood is refused with what is wrong.
record Body(JsonNode json) {
    private static final Logger LOG = LoggerFactory.getLogger(Body.class);

    static Body of(Context context) {
        try {
            var body = Api.JSON.readTree(context.bodyAsBytes());
            if (body.isObject()) return new Body(body);
        } catch (JacksonException e) {
            LOG.debug("no JSON", e);
        }
        throw RequestProblem.invalid("The body is no JSON object.");
    }

    boolean has(String name) {
        return json.has(name);
    }

    String text(String name) {
        return optional(name)
                .orElseThrow(() ->
                        RequestProblem.invalid(
                                "The body has no member '" + name + "' that is a string."));
    }

    /// Empty if the member is not there.
    Optional<String> optional(String name) {
        var member = json.path(name);
        if (member.isMissingNode()) return Optional.empty();
        if (!member.isString())
            throw RequestProblem.invalid("The member '" + name + "' is no string.");
        return Optional.of(member.asString());
    }

    long number(String name) {
        var member = json.path(name);
        if (!member.isIntegralNumber() || !member.canConvertToLong())
            throw RequestProblem.invalid(
                    "The body has no member '" + name + "' that is a whole number.");
        return member.asLong();
    }

    /// False if the member is not there.
    boolean flag(String name) {
        var member = json.path(name);
        if (!member.isMissingNode() && !member.isBoolean())
            throw RequestProblem.invalid("The member '" + name + "' is neither true nor false.");
        return member.asBoolean(false);
    }

    /// Empty if the member is not there.
    Optional<Long> optionalNumber(String name) {
        return has(name) ? Optional.of(number(name)) : Optional.empty();
    }

    /// Empty if the member is not there.
    Optional<Boolean> optionalFlag(String name) {
        var member = json.path(name);
        if (member.isMissingNode()) return Optional.empty();
        if (!member.isBoolean())
            throw RequestProblem.invalid("The member '" + name + "' is neither true nor false.");
        return Optional.of(member.asBoolean());
    }

    /// Empty if the member is not there.
    Optional<List<String>> texts(String name) {
        var member = json.path(name);
        if (member.isMissingNode()) return Optional.empty();
        var texts = new ArrayList<String>();
        boolean isList = member.isArray();
        for (var text : member)
            if (text.isString()) texts.add(text.asString());
            else isList = false;
        if (!isList)
            throw RequestProblem.invalid("The member '" + name + "' is no list of strings.");
        return Optional.of(texts);
    }

    /// An object of strings, in which null is nothing.
    SequencedMap<String, Optional<String>> values(String name) {
        var member = json.path(name);
        var values = new LinkedHashMap<String, Optional<String>>();
        boolean isMap = member.isObject();
        for (var entry : member.properties()) {
            var value = entry.getValue();
            if (!value.isString() && !value.isNull()) isMap = false;
            values.put(
                    entry.getKey(),
                    value.isString() ? Optional.of(value.asString()) : Optional.empty());
        }
        if (!isMap)
            throw RequestProblem.invalid(
                    "The body has no member '" + name + "' that is an object of strings or null.");
        return values;
    }
}
