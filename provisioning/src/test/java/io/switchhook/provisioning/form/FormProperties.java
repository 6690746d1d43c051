package io.switchhook.provisioning.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.provisioning.model.Form;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written reads back as what it was, whatever the values.
class FormProperties {
    static List<PhoneModel> models() {
        return Samples.models();
    }

    @ParameterizedTest
    @MethodSource("models")
    void what_is_written_in_the_newer_form_reads_back(PhoneModel model) {
        var random = new Random(1);
        for (int i = 0; i < 20; i++) {
            var assignments = Samples.assignments(model, random);
            var file = Samples.file(new Writer(model).write(Form.M7, assignments).text());
            var understood = new Conversion(model).understand(file);
            assertThat(understood.left()).isEmpty();
            assertThat(understood.assignments()).isEqualTo(assignments);
            assertThat(Lint.of(model, file)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void what_is_written_in_the_older_form_reads_back(PhoneModel model) {
        var random = new Random(2);
        for (int i = 0; i < 20; i++) {
            var assignments = Samples.assignments(model, random);
            var written = new Writer(model).write(Form.M1, assignments);
            var understood = new Conversion(model).understand(Samples.file(written.text()));
            assertThat(understood.left()).isEmpty();
            assertThat(understood.assignments())
                    .containsExactlyInAnyOrderElementsOf(
                            assignments.stream()
                                    .filter(it -> !written.unsaid().contains(it))
                                    .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void from_the_newer_form_to_the_older_one_and_back_nothing_is_lost(PhoneModel model) {
        var assignments = Samples.assignments(model, new Random(3));
        var conversion = new Conversion(model);
        var newer = Samples.file(new Writer(model).write(Form.M7, assignments).text());
        var older = conversion.convert(newer, Form.M1);
        var again = conversion.convert(Samples.file(older.text()), Form.M7);
        var back = conversion.understand(Samples.file(again.text())).assignments();
        assertThat(back).hasSize(assignments.size() - older.unsaid().size());
        assertThat(assignments).containsAll(back).containsAll(older.unsaid());
        assertThat(older.unsaid())
                .allMatch(it -> model.find(it.name()).orElseThrow().parameter().m1().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\naccount.1.enable = 0",
                "a\raccount.1.enable = 0",
                "a\u0085account.1.enable = 0",
                "a\u2028account.1.enable = 0",
                "a\u2029b",
                "a\u0000b",
                "a\u001b[2J",
                "a\u007f",
                "a\tb",
                "\ud800",
                " a",
                "a ",
                "",
                "%NULL%",
                "\ufeffa"
            })
    void a_value_cannot_break_out_of_its_line(String text) {
        assertThatThrownBy(() -> new Value.Text(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void every_value_that_is_allowed_stays_in_its_line() {
        var model = Samples.model("t38g");
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String text = "a" + new String(Character.toChars(c)) + "b";
            if (Value.fault(text).isPresent()) continue;
            var name = "account.1.display_name";
            var written =
                    new Writer(model)
                            .write(Form.M7, List.of(new Assignment(name, new Value.Text(text))));
            if (c % 97 != 0 && c > 0x3000) continue;
            var lines = Samples.file(written.text()).lines();
            assertThat(lines).hasSize(3);
            assertThat(lines.getLast().content()).isEqualTo(new Line.Content.Setting(name, text));
        }
    }

    @Test
    void a_name_that_the_model_does_not_have_is_not_written() {
        var writer = new Writer(Samples.model("t32g"));
        for (var name : List.of("account.4.enable", "a.b = c\nd.e", "account.1.nothing"))
            assertThatThrownBy(() ->
                            writer.write(
                                    Form.M7, List.of(new Assignment(name, new Value.Default()))))
                    .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_boot_file_names_others() {
        assertThat(Writer.boot(List.of("y000000000028.cfg", "001565abcdef.cfg"), false))
                .isEqualTo(
                        """
                        #!version:1.0.0.1
                        include:config "y000000000028.cfg"
                        include:config "001565abcdef.cfg"
                        overwrite_mode = 0
                        """);
        assertThatThrownBy(() -> Writer.boot(List.of("a\"\nx = 1"), true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
