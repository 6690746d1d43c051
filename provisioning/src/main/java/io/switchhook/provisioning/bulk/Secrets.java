package io.switchhook.provisioning.bulk;

import io.switchhook.provisioning.model.ModelCatalog;

/// Which settings no file and no dry run shows.
final class Secrets {
    private Secrets() {}

    /// A setting that nobody knows may be one.
    static boolean isSecret(ModelCatalog catalog, String model, String name) {
        var known =
                catalog.find(model)
                        .flatMap(it -> it.find(name.replace(".X.", ".1.")))
                        .map(it -> it.parameter().type().isSecret());
        return known.orElse(true);
    }
}
