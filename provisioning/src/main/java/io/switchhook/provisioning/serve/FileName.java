package io.switchhook.provisioning.serve;

import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.model.Form;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.PhoneModel;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a name stands for. It is looked up, never opened.
sealed interface FileName {
    /// Letters, digits and a few signs: no `/`, no escapes, nothing that begins with a dot.
    Pattern FORM = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}");

    String PHONE_BOOK = "phonebook.xml";

    Pattern OWN = Pattern.compile("([0-9A-Fa-f]{12})\\.(cfg|boot)");

    /// What all phones of a model read.
    record Common(PhoneModel model) implements FileName {}

    /// What names the other files, for phones that are not known.
    record CommonBoot(PhoneModel model) implements FileName {}

    /// What one phone reads.
    ///
    /// @param isBoot whether it only names the other files
    record Own(Mac mac, boolean isBoot) implements FileName {}

    /// Everybody whom the directory knows.
    record PhoneBook() implements FileName {}

    /// Anything else, such as contacts.
    record Resource(String name) implements FileName {}

    /// @return empty if there can be no such file
    static Optional<FileName> of(String name, ModelCatalog catalog) {
        if (!FORM.matcher(name).matches()) return Optional.empty();
        var own = OWN.matcher(name);
        if (own.matches())
            return Mac.of(own.group(1)).map(mac -> new Own(mac, own.group(2).equals("boot")));
        if (name.equals(PHONE_BOOK)) return Optional.of(new PhoneBook());
        return catalog.byCommonFile(name)
                .map(FileName::common)
                .or(() -> named(name, catalog))
                .or(() -> Optional.of(new Resource(name)));
    }

    private static FileName common(PhoneModel model) {
        return isBoot(model) ? new CommonBoot(model) : new Common(model);
    }

    /// The common file of a model whose files are named by others: see [io.switchhook.provisioning.PhoneFiles#boots].
    private static Optional<FileName> named(String name, ModelCatalog catalog) {
        return catalog.models().stream()
                .filter(model -> isBoot(model) && name.equals(model.id() + ".cfg"))
                .findFirst()
                .map(Common::new);
    }

    private static boolean isBoot(PhoneModel model) {
        return model.forms().contains(Form.BOOT);
    }
}
