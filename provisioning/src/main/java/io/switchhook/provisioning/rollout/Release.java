package io.switchhook.provisioning.rollout;

import io.switchhook.provisioning.model.PhoneModel;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// What devices are to have.
public sealed interface Release {
    /// By which it is known, such as `lamps for reception` or `38.70.0.125`.
    String name();

    /// @param model the id of a model
    boolean isFor(String model);

    /// Files with settings, one for a model.
    ///
    /// @param files judged before, so that no bad one can be rolled out
    record Configuration(String name, List<CheckedFile> files) implements Release {
        /// @throws IllegalArgumentException if there is none, or a model has two
        public Configuration {
            files = List.copyOf(files);
            var models = new HashSet<String>();
            for (var file : files)
                if (!models.add(file.model()))
                    throw new IllegalArgumentException("two files for " + file.model());
            if (models.isEmpty()) throw new IllegalArgumentException("no file");
        }

        @Override
        public boolean isFor(String model) {
            return files.stream().anyMatch(it -> it.model().equals(model));
        }
    }

    /// Firmware of one model: that of another may leave a phone dead.
    ///
    /// @param name the version, whose first number is one of the model's
    /// @param url where phones fetch it
    record Firmware(String name, PhoneModel model, String url) implements Release {
        private static final Pattern VERSION = Pattern.compile("([0-9]{1,4})(\\.[0-9]{1,4}){2,4}");

        /// @throws IllegalArgumentException if it is no version, or that of another model's firmware
        public Firmware {
            var version = VERSION.matcher(name);
            if (!version.matches())
                throw new IllegalArgumentException(
                        "'" + name + "' is no version such as 38.70.0.125");
            if (!model.firmware().contains(Integer.valueOf(version.group(1))))
                throw new IllegalArgumentException(
                        "%s is no firmware of %s, whose versions begin with %s"
                                .formatted(name, model, model.firmware()));
        }

        @Override
        public boolean isFor(String id) {
            return model.id().equals(id);
        }
    }
}
