package io.switchhook.provisioning.model;

import io.switchhook.provisioning.model.PictureLimits.Format;
import io.switchhook.provisioning.model.Tree.Items;
import io.switchhook.provisioning.model.Tree.Scalar;
import io.switchhook.provisioning.model.Tree.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// Reads `ringTone` and `pictures`: which sounds and pictures a model takes.
final class LimitsReader {
    private static final Set<String> PURPOSES = Set.of("wallpaper", "screensaver");

    private final Draft draft;

    LimitsReader(Draft draft) {
        this.draft = draft;
    }

    /// The keys that this reads, for the readers of families and models.
    Map<String, BiConsumer<Place, Tree>> keys() {
        return Map.of(
                "ringTone", (_, tree) -> ringTone(tree), "pictures", (_, tree) -> pictures(tree));
    }

    /// `{ encoding: PCMU, rate: 8000, bytes: 102400 }`, or `none` for a model without.
    private void ringTone(Tree tree) {
        if (tree instanceof Scalar(_, var text) && text.equals("none")) {
            draft.ringTone = Optional.empty();
            return;
        }
        if (!(tree instanceof Section row)
                || !row.entries().keySet().equals(Set.of("encoding", "rate", "bytes"))) {
            draft.fault(tree.place(), "expected { encoding: …, rate: …, bytes: … } or none");
            return;
        }
        var encoding = constant(SoundLimits.Encoding.class, part(row, "encoding"));
        int rate = number(row, "rate", 8000, 16_000);
        int bytes = number(row, "bytes", 1024, 64 << 20);
        if (rate % 8000 != 0) draft.fault(row.place(), "a rate of 8000 or 16000 is expected");
        else
            encoding.ifPresent(
                    it -> draft.ringTone = Optional.of(new SoundLimits(it, rate, bytes)));
    }

    /// A row for each purpose: `wallpaper: { width: 480, height: 272, bytes: 5242880, formats: [jpg, png] }`, or `none`.
    private void pictures(Tree tree) {
        if (tree instanceof Section section) section.entries().forEach(this::picture);
        else draft.fault(tree.place(), "expected lines of the form 'key: value'");
    }

    private void picture(String purpose, Tree tree) {
        if (!PURPOSES.contains(purpose))
            draft.fault(tree.place(), "'" + purpose + "' is neither wallpaper nor screensaver");
        else if (tree instanceof Scalar(_, var text) && text.equals("none"))
            draft.pictures.remove(purpose);
        else if (tree instanceof Section row
                && row.entries().keySet().equals(Set.of("width", "height", "bytes", "formats")))
            picture(purpose, row);
        else
            draft.fault(
                    tree.place(),
                    "expected { width: …, height: …, bytes: …, formats: […] } or none");
    }

    private void picture(String purpose, Section row) {
        var formats = formats(part(row, "formats"));
        int width = number(row, "width", 1, 4096);
        int height = number(row, "height", 1, 4096);
        int bytes = number(row, "bytes", 1024, 64 << 20);
        draft.pictures.put(purpose, new PictureLimits(purpose, width, height, bytes, formats));
    }

    private List<Format> formats(Tree tree) {
        var formats = new ArrayList<Format>();
        if (tree instanceof Items(_, var items))
            for (var item : items) constant(Format.class, item).ifPresent(formats::add);
        if (formats.isEmpty()) draft.fault(tree.place(), "expected a list of formats");
        return formats;
    }

    private <E extends Enum<E>> Optional<E> constant(Class<E> type, Tree tree) {
        String word = tree instanceof Scalar(_, var text) ? text.toUpperCase(Locale.ROOT) : "";
        for (var constant : type.getEnumConstants())
            if (constant.name().equals(word)) return Optional.of(constant);
        draft.fault(tree.place(), "expected one of " + List.of(type.getEnumConstants()));
        return Optional.empty();
    }

    /// @return the least one if it is none
    private int number(Section row, String key, int least, int most) {
        if (part(row, key) instanceof Scalar(_, var text) && text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) return number;
        }
        draft.fault(row.place(), key + ": expected a number from " + least + " to " + most);
        return least;
    }

    private static Tree part(Section row, String key) {
        return Objects.requireNonNull(row.entries().get(key));
    }
}
