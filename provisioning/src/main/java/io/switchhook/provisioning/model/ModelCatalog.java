package io.switchhook.provisioning.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// All models, each read from its folder once.
///
/// @param models in the order of their folders' names
public record ModelCatalog(List<PhoneModel> models) {
    private static final String FOLDER = "io/switchhook/provisioning";

    public ModelCatalog {
        models = List.copyOf(models);
    }

    /// The models that Switchhook comes with.
    public static ModelCatalog builtIn() {
        try {
            var source = ModelCatalog.class.getProtectionDomain().getCodeSource().getLocation();
            return builtIn(source.toURI());
        } catch (URISyntaxException | UnusableModels e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param source a folder of classes, or the jar made of it
    static ModelCatalog builtIn(URI source) throws IOException, UnusableModels {
        var path = Path.of(source);
        if (Files.isDirectory(path)) return read(path.resolve(FOLDER));
        try (var jar = FileSystems.newFileSystem(path, Map.of())) {
            return read(jar.getPath(FOLDER));
        }
    }

    /// Reads a folder in which `models` has a folder for each model, and `families` what they share.
    ///
    /// @throws UnusableModels with everything that is wrong in any of them
    public static ModelCatalog read(Path root) throws IOException, UnusableModels {
        var faults = new ArrayList<Fault>();
        var models = new ArrayList<PhoneModel>();
        var files = new HashMap<Path, Tree.Section>();
        for (var id : folders(root.resolve("models")))
            new ModelReader(root, id, files, faults).read().ifPresent(models::add);
        checkNames(models, faults);
        if (!faults.isEmpty()) throw new UnusableModels(faults.stream().distinct().toList());
        return new ModelCatalog(models);
    }

    private static List<String> folders(Path models) throws IOException {
        try (Stream<Path> folders = Files.list(models)) {
            return folders.filter(Files::isDirectory)
                    .map(it -> it.getFileName().toString().replace("/", ""))
                    .sorted()
                    .toList();
        }
    }

    /// A phone that says its name, or asks for a file, is of one model.
    private static void checkNames(List<PhoneModel> models, List<Fault> faults) {
        for (var model : models)
            for (var other : models) {
                if (model.id().compareTo(other.id()) >= 0) continue;
                var place = new Place("models/" + other.id() + "/model.yaml", 0);
                if (names(model).stream().anyMatch(names(other)::contains))
                    faults.add(new Fault(place, "has a name of " + model.id() + " too"));
                if (model.commonFile().equals(other.commonFile()))
                    faults.add(new Fault(place, "has the common file of " + model.id() + " too"));
            }
    }

    private static List<String> names(PhoneModel model) {
        return Stream.concat(Stream.of(model.name(), model.id()), model.aliases().stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }

    /// By its folder's name, its own name or one of its aliases; capitals do not matter.
    public Optional<PhoneModel> find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return models.stream().filter(it -> names(it).contains(lower)).findFirst();
    }

    /// By the name of its common file.
    public Optional<PhoneModel> byCommonFile(String file) {
        return models.stream().filter(it -> it.commonFile().equals(file)).findFirst();
    }
}
