package io.switchhook.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Who may log in to the console: a file with a line `NAME ROLE HASH` for each user, written anew with each change.
///
/// Hashing takes memory and time, so few are hashed at once, and who would wait long for it is turned away.
public final class Users {
    /// Bound of the file.
    public static final int MOST = 1000;

    static final int SHORTEST_PASSWORD = 10;
    static final int LONGEST_PASSWORD = 256;
    private static final int AT_ONCE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String FIRST = "admin";

    /// Without letters that look alike.
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    record User(String name, Role role, PasswordHash hash) {}

    private final Path file;
    private final RandomGenerator random;
    private final Semaphore hashing = new Semaphore(AT_ONCE, true);

    /// What a stranger's password is compared with, so that it takes as long.
    private final PasswordHash nobody;

    private volatile Map<String, User> users;
    private final Optional<String> firstPassword;

    private Users(Path file, RandomGenerator random) throws IOException {
        this.file = file;
        this.random = random;
        nobody = PasswordHash.ofNothing(random);
        var found = Files.exists(file) ? read(file) : new TreeMap<String, User>();
        if (found.isEmpty()) {
            var password = password();
            found.put(FIRST, new User(FIRST, Role.ADMIN, PasswordHash.of(password, random)));
            write(found);
            firstPassword = Optional.of(password);
        } else {
            firstPassword = Optional.empty();
        }
        users = found;
    }

    /// Reads the file, or makes it with one user `admin`.
    ///
    /// @throws IOException saying what is wrong with the file
    public static Users open(Path file, RandomGenerator random) throws IOException {
        return new Users(file, random);
    }

    /// The password of `admin`, if this user was made just now: to be told once, since nobody can find it again.
    public Optional<String> firstPassword() {
        return firstPassword;
    }

    private String password() {
        var password = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            if (i > 0 && i % 5 == 0) password.append('-');
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }

    private static Map<String, User> read(Path file) throws IOException {
        var users = new TreeMap<String, User>();
        int number = 0;
        for (var line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) continue;
            var user = parse(line);
            if (user.isEmpty())
                throw new IOException(
                        file
                                + ":"
                                + number
                                + ": is not a line 'NAME ROLE HASH'; remove it, or the file, and the"
                                + " next start makes a new admin");
            users.put(user.get().name(), user.get());
        }
        return users;
    }

    private static Optional<User> parse(String line) {
        var words = line.strip().split(" ", -1);
        if (words.length != 3) return Optional.empty();
        var role = Role.of(words[1]);
        var hash = PasswordHash.parse(words[2]);
        if (role.isEmpty() || hash.isEmpty()) return Optional.empty();
        return Optional.of(new User(words[0], role.get(), hash.get()));
    }

    private void write(Map<String, User> all) throws IOException {
        var lines = new ArrayList<String>();
        for (var user : all.values())
            lines.add(user.name() + ' ' + user.role() + ' ' + user.hash());
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var folder = file.toAbsolutePath().getParent();
        if (folder == null) throw new NoSuchFileException(file.toString());
        var draft = Files.createTempFile(folder, "console-users", ".new", owner);
        Files.write(draft, lines);
        Files.move(
                draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    List<User> all() {
        return List.copyOf(users.values());
    }

    Optional<User> find(String name) {
        return Optional.ofNullable(users.get(name));
    }

    /// @throws RequestProblem if too many log in at once
    Optional<User> authenticate(String name, String password) {
        var user = find(name);
        var hash = user.map(User::hash).orElse(nobody);
        return hashed(() -> hash.fits(password)) ? user : Optional.empty();
    }

    /// Adds a user, or gives one a new role or password.
    ///
    /// @throws RequestProblem if it is not allowed
    User put(String name, Role role, String password) throws IOException {
        if (!isName(name))
            throw RequestProblem.invalid(
                    "A user's name has 1 to 64 letters, digits, dots, hyphens or underscores.");
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD)
            throw RequestProblem.invalid(
                    "Choose a password of %d to %d characters."
                            .formatted(SHORTEST_PASSWORD, LONGEST_PASSWORD));
        var user = new User(name, role, hashed(() -> PasswordHash.of(password, random)));
        change(all -> {
            all.put(name, user);
            if (all.size() > MOST)
                throw RequestProblem.conflict(
                        "There are " + MOST + " users already; remove some first.");
        });
        return user;
    }

    /// @throws RequestProblem if there is none, or it is the last administrator
    void remove(String name) throws IOException {
        change(all -> {
            if (all.remove(name) == null)
                throw RequestProblem.missing(
                        "There is no user '" + name + "'; see the list of users.");
        });
    }

    private interface Change {
        void make(Map<String, User> all);
    }

    private synchronized void change(Change change) throws IOException {
        var all = new TreeMap<>(users);
        change.make(all);
        if (all.values().stream().noneMatch(user -> user.role() == Role.ADMIN))
            throw RequestProblem.conflict(
                    "Nobody would be left to manage users: make another user an admin first.");
        write(all);
        users = all;
    }

    private interface Hashing<T> {
        T hash();
    }

    private <T> T hashed(Hashing<T> work) {
        boolean mine = false;
        try {
            mine = hashing.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!mine)
                throw RequestProblem.busy("Many log in at once; try again in a few seconds.");
            return work.hash();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RequestProblem.busy("The server is about to end.");
        } finally {
            if (mine) hashing.release();
        }
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > 64) return false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean allowed =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || c == '.' && i > 0
                            || c == '-'
                            || c == '_';
            if (!allowed) return false;
        }
        return true;
    }
}
