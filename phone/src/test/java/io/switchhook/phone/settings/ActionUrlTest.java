package io.switchhook.phone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ActionUrlTest {

    @Test
    void variables_are_replaced_and_encoded() {
        var url =
                new ActionUrl(
                        "http://h/$mac/?a=$active_url&b=$active_user&c=$remote&d=$display_remote&e=$local");
        assertThat(
                        url.filled(
                                Map.of(
                                        ActionUrl.Variable.MAC, "001565abcdef",
                                        ActionUrl.Variable.ACTIVE_URL, "sip:1001@h",
                                        ActionUrl.Variable.ACTIVE_USER, "1001",
                                        ActionUrl.Variable.REMOTE, "sip:a&b=c@h",
                                        ActionUrl.Variable.DISPLAY_REMOTE, "Zoë #1")))
                .isEqualTo(
                        "http://h/001565abcdef/?a=sip%3A1001%40h&b=1001&c=sip%3Aa%26b%3Dc%40h&d=Zo%C3%AB%20%231&e=");
    }

    @Test
    void a_value_is_not_looked_through_for_variables() {
        assertThat(
                        new ActionUrl("?$local$remote$")
                                .filled(
                                        Map.of(
                                                ActionUrl.Variable.LOCAL, "$remote",
                                                ActionUrl.Variable.REMOTE, "x")))
                .isEqualTo("?%24remotex$");
    }

    @Test
    void what_is_no_variable_stays() {
        assertThat(new ActionUrl("http://h/$price?$").filled(Map.of()))
                .isEqualTo("http://h/$price?$");
    }

    @Test
    void events_are_parameters() {
        assertThat(ActionUrl.Event.DND_ON.key()).isEqualTo("action_url.dnd_on");
        assertThat(ParameterTable.find("action_url.call_remote_canceled")).isPresent();
    }
}
