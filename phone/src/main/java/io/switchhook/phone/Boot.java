package io.switchhook.phone;

import io.switchhook.phone.settings.ConfigurationFile;
import io.switchhook.phone.settings.FileKey;
import io.switchhook.phone.settings.Profile;
import io.switchhook.phone.settings.RuleFile;
import io.switchhook.phone.settings.Settings;
import io.switchhook.phone.settings.UnusableFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a phone does before it registers: it reads the file of its model, then the one of its own, and the rules that these
/// point to.
///
/// @param settings that follow
/// @param notes on files that were not there, were of no use, or not taken as they stand
/// @param origin where the files came from, if that was a server
/// @param isOwn whether one of the files was this phone's alone; a server has none for a phone that it does not know
public record Boot(Settings settings, List<String> notes, Optional<Origin> origin, boolean isOwn) {
    public Boot {
        notes = List.copyOf(notes);
    }

    /// Without any file.
    public static Boot of(Settings settings) {
        return new Boot(settings, List.of(), Optional.empty(), false);
    }

    /// A server of files, as of [#from(Profile, String, String, Optional, Authorities)].
    public record Origin(
            Profile profile,
            String mac,
            String url,
            Optional<FileKey> key,
            Authorities authorities) {
        /// Fetches them again. Waits for it.
        ///
        /// @throws IOException if they cannot be had
        public Boot again() throws IOException {
            return Boot.from(profile, mac, url, key, authorities);
        }
    }

    /// From a server, if need be one with a certificate that the Java runtime believes.
    ///
    /// @throws IOException as of [#from(Profile, String, String, Optional, Authorities)]
    public static Boot from(Profile profile, String mac, String url, Optional<FileKey> key)
            throws IOException {
        return from(profile, mac, url, key, Authorities.usual());
    }

    /// From a server. Waits for it, half a minute for each file at most.
    ///
    /// @param mac twelve hexadecimal digits
    /// @param url the folder of the files, `http:`, `https:` or `tftp:`
    /// @param key of both files, if they are encrypted
    /// @param authorities whom it believes over `https:`
    /// @throws IOException if neither of the two files can be had
    /// @throws IllegalArgumentException if the MAC address or the URL is none
    public static Boot from(
            Profile profile, String mac, String url, Optional<FileKey> key, Authorities authorities)
            throws IOException {
        var folder = URI.create(url.endsWith("/") ? url : url + '/');
        String own = Profile.macFile(mac);
        var agent = profile.userAgent() + ' ' + own.substring(0, 12);
        try (var source = new FileSource(agent, authorities)) {
            var notes = new ArrayList<String>();
            var files = new ArrayList<ConfigurationFile>();
            IOException failure = null;
            boolean isOwn = false;
            for (var name : List.of(profile.commonFile(), own)) { // so the last one is its own
                isOwn = false;
                try {
                    var file = file(source, folder.resolve(name), key, notes);
                    file.ifPresent(files::add);
                    isOwn = file.isPresent();
                } catch (IOException e) {
                    notes.add(e.getMessage());
                    failure = e;
                }
            }
            if (files.isEmpty())
                throw failure != null
                        ? failure
                        : new IOException(
                                "there is neither "
                                        + profile.commonFile()
                                        + " nor "
                                        + own
                                        + " at "
                                        + folder);
            var boot = of(profile, files, notes, source);
            return new Boot(
                    boot.settings.withMac(mac),
                    boot.notes,
                    Optional.of(new Origin(profile, mac, url, key, authorities)),
                    isOwn);
        }
    }

    private static Optional<ConfigurationFile> file(
            FileSource source, URI file, Optional<FileKey> key, List<String> notes)
            throws IOException {
        var bytes = source.fetch(file);
        if (bytes.isEmpty()) {
            notes.add(file + ": not there");
            return Optional.empty();
        }
        return Optional.of(read(file.toString(), bytes.get(), key));
    }

    private static ConfigurationFile read(String name, byte[] bytes, Optional<FileKey> key)
            throws IOException {
        try {
            return key.isPresent()
                    ? ConfigurationFile.read(name, bytes, key.get())
                    : ConfigurationFile.read(name, bytes);
        } catch (UnusableFile e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// From files of this machine; a later one wins.
    ///
    /// @param authorities whom it believes where the files point to others
    /// @throws IOException if one cannot be read
    public static Boot from(
            Profile profile, List<Path> paths, Optional<FileKey> key, Authorities authorities)
            throws IOException {
        var files = new ArrayList<ConfigurationFile>();
        for (var path : paths) files.add(read(path.toString(), Files.readAllBytes(path), key));
        try (var source = new FileSource(profile.userAgent(), authorities)) {
            return of(profile, files, new ArrayList<>(), source);
        }
    }

    private static Boot of(
            Profile profile, List<ConfigurationFile> files, List<String> notes, FileSource source) {
        var settings = Settings.of(profile, files.toArray(ConfigurationFile[]::new));
        settings.remarks().forEach(remark -> notes.add(remark.toString()));
        return new Boot(withRules(settings, source, notes), notes, Optional.empty(), false);
    }

    /// Rules that cannot be had leave those of the configuration files as they are.
    private static Settings withRules(Settings settings, FileSource source, List<String> notes) {
        var resources = settings.provisioning().resources();
        var plan = settings.dialPlan();
        var dialNow = rules(resources.dialNowRules(), source, notes, RuleFile::dialNow);
        if (dialNow.isPresent()) plan = plan.withDialNowRules(dialNow.get());
        var replace = rules(resources.replaceRules(), source, notes, RuleFile::replace);
        if (replace.isPresent()) plan = plan.withReplaceRules(replace.get());
        return settings.with(plan);
    }

    private interface Reader<T> {
        RuleFile<T> read(String name, byte[] bytes) throws UnusableFile;
    }

    private static <T> Optional<List<T>> rules(
            Optional<String> url, FileSource source, List<String> notes, Reader<T> reader) {
        if (url.isEmpty()) return Optional.empty();
        try {
            var bytes = source.fetch(URI.create(url.get()));
            if (bytes.isEmpty()) throw new IOException(url.get() + ": not there");
            var file = reader.read(url.get(), bytes.get());
            file.remarks().forEach(remark -> notes.add(remark.toString()));
            return Optional.of(file.rules());
        } catch (IOException | UnusableFile | IllegalArgumentException e) {
            notes.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
