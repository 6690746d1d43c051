package io.switchhook.testkit;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// The table of all [Scenario]s, read from the sources of the tests, so that it needs none of them on its class path.
final class ScenarioTable {
    private static final Set<String> TESTS = Set.of("Test", "ParameterizedTest", "RepeatedTest");

    private final List<String> rows = new ArrayList<>();

    /// @param root the folder of all modules
    static ScenarioTable of(Path root) throws IOException {
        var table = new ScenarioTable();
        try (var modules = Files.list(root)) {
            for (var module : modules.sorted().toList()) table.addModule(module);
        }
        return table;
    }

    int size() {
        return rows.size();
    }

    /// The page.
    String text() {
        return """
        # Scenarios

        What the tests prove about calls between parties on a simulated network, %d in all, and the section that asks for it. Made from
        the tests; `mvn -o -pl testkit test -Dtest=ScenarioTableTest -Dscenarios.write=true` writes it anew.

        | module | section | what is proved | test |
        |---|---|---|---|
        %s
        """
                .formatted(rows.size(), String.join("\n", rows));
    }

    private void addModule(Path module) throws IOException {
        var tests = module.resolve("src/test/java");
        if (!Files.isDirectory(tests)) return;
        List<Path> files;
        try (Stream<Path> all = Files.walk(tests)) {
            files = all.filter(it -> it.toString().endsWith(".java")).sorted().toList();
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            var sources = manager.getJavaFileObjectsFromPaths(files);
            var task = (JavacTask) compiler.getTask(null, manager, null, null, null, sources);
            for (var unit : task.parse())
                new Reader(module.getFileName().toString()).scan(unit, null);
        }
    }

    private final class Reader extends TreeScanner<Void, String> {
        private final String module;
        private String type = "";

        Reader(String module) {
            this.module = module;
        }

        @Override
        public Void visitClass(ClassTree tree, String outer) {
            var before = type;
            type = before.isEmpty() ? tree.getSimpleName().toString() : before;
            super.visitClass(tree, scenario(tree.getModifiers()).orElse(outer));
            type = before;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree tree, String ofClass) {
            var modifiers = tree.getModifiers();
            boolean isTest =
                    modifiers.getAnnotations().stream().map(this::name).anyMatch(TESTS::contains);
            var section = scenario(modifiers).or(() -> Optional.ofNullable(ofClass));
            if (isTest && section.isPresent()) {
                var name = tree.getName().toString();
                rows.add(
                        "| %s | %s | %s | `%s.%s` |"
                                .formatted(module, section.get(), words(name), type, name));
            }
            return null;
        }

        private Optional<String> scenario(ModifiersTree modifiers) {
            return modifiers.getAnnotations().stream()
                    .filter(it -> name(it).equals("Scenario"))
                    .map(it -> it.getArguments().getFirst())
                    .map(it -> it instanceof AssignmentTree named ? named.getExpression() : it)
                    .map(it -> String.valueOf(((LiteralTree) it).getValue()))
                    .findFirst();
        }

        private String name(AnnotationTree annotation) {
            var name = annotation.getAnnotationType().toString();
            return name.substring(name.lastIndexOf('.') + 1);
        }
    }

    /// `turnsThe503OfOnePhoneInto500` and `turns_the_503_of_one_phone_into_500` in words.
    static String words(String name) {
        var words = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            char before = i == 0 ? '_' : name.charAt(i - 1);
            boolean isBeforeSmall =
                    i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
            boolean begins =
                    Character.isUpperCase(c) && (!Character.isUpperCase(before) || isBeforeSmall)
                            || Character.isDigit(c) && !Character.isDigit(before);
            if (begins && before != '_') words.append(' ');
            words.append(c == '_' ? ' ' : c);
        }
        return lowerCase(words.toString());
    }

    /// All but what is written in capitals, such as CANCEL.
    private static String lowerCase(String text) {
        var words = new ArrayList<String>();
        for (var word : text.split(" ", -1)) {
            boolean isCapital = word.length() > 1 && Character.isUpperCase(word.charAt(1));
            words.add(isCapital ? word : word.toLowerCase(Locale.ROOT));
        }
        return String.join(" ", words);
    }
}
