package io.switchhook.server;

import io.switchhook.console.DevicesView;
import io.switchhook.console.PeopleView;
import io.switchhook.console.PhonesView;
import io.switchhook.console.Refusal;
import io.switchhook.console.Slice;
import io.switchhook.pbx.directory.Account;
import io.switchhook.pbx.directory.AccountException;
import io.switchhook.pbx.directory.CallFeatures;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.pbx.directory.FeatureChange;
import io.switchhook.pbx.directory.Forward;
import io.switchhook.pbx.directory.ForwardTarget;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.pbx.directory.Redirects;
import io.switchhook.provisioning.device.Assignment;
import io.switchhook.provisioning.device.Devices;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who can be called, as the console shows and changes it.
///
/// @param phones what is registered
/// @param shown how far devices have come
record OfficePeople(Directory directory, Devices devices, PhonesView phones, DevicesView shown)
        implements PeopleView {
    private static final Logger LOG = LoggerFactory.getLogger(OfficePeople.class);

    /// An account of a device.
    private record Place(String mac, String model, int number) {}

    @Override
    public Slice<Person> search(Query query) {
        var places = places();
        String words = query.text().toLowerCase(Locale.ROOT);
        var found =
                directory.accounts().stream()
                        .filter(it -> has(it, words))
                        .filter(it ->
                                switch (query.devices()) {
                                    case NONE -> !places.containsKey(it.user());
                                    case SOME -> places.containsKey(it.user());
                                    case WHATEVER -> true;
                                })
                        .sorted(Comparator.comparing(Account::user, Phones.BY_USER))
                        .toList();
        var page = Slice.of(found, query.offset(), query.limit());
        return new Slice<>(
                page.items().stream().map(it -> person(it, places)).toList(),
                page.offset(),
                page.total());
    }

    private static boolean has(Account account, String words) {
        return words.isEmpty()
                || account.user().toLowerCase(Locale.ROOT).contains(words)
                || account.name().toLowerCase(Locale.ROOT).contains(words);
    }

    private Map<String, List<Place>> places() {
        var places = new HashMap<String, List<Place>>();
        for (var device : devices.all()) {
            var assignment = Assignments.of(device);
            var users = assignment.map(Assignment::users).orElse(List.of());
            for (int i = 0; i < users.size(); i++)
                places.computeIfAbsent(users.get(i), _ -> new ArrayList<>())
                        .add(
                                new Place(
                                        device.mac().digits(),
                                        assignment.map(Assignment::model).orElse(""),
                                        i + 1));
        }
        return places;
    }

    @Override
    public Optional<Person> person(String user) {
        return directory.account(user).map(it -> person(it, places()));
    }

    private Person person(Account account, Map<String, List<Place>> places) {
        var registered = phones.account(account.user());
        return new Person(
                account.user(),
                account.domain(),
                account.name(),
                account.configured(),
                registered.map(PhonesView.Account::state).orElse("absent"),
                registered.map(it -> it.bindings().size()).orElse(0),
                account.redirects().map(Redirects::toString).orElse(""),
                features(account.features()),
                places.getOrDefault(account.user(), List.of()).stream().map(this::device).toList());
    }

    private static Features features(CallFeatures features) {
        return new Features(
                text(features.always()),
                text(features.busy()),
                text(features.noAnswer()),
                features.after().toSeconds(),
                features.doNotDisturb());
    }

    private static String text(Optional<ForwardTarget> target) {
        return target.map(ForwardTarget::text).orElse("");
    }

    private Device device(Place place) {
        return new Device(
                place.mac(),
                place.model(),
                place.number(),
                shown.device(place.mac()).map(DevicesView.Device::state).orElse(""));
    }

    private interface Work {
        Account done() throws AccountException;
    }

    private Person changed(String what, String by, Work work) throws Refusal {
        try {
            var account = work.done();
            LOG.atInfo().addKeyValue("user", account.user()).addKeyValue("by", by).log(what);
            return person(account, places());
        } catch (AccountException e) {
            throw Refusals.of(e);
        }
    }

    private Account known(String user) throws Refusal {
        return directory
                .account(user)
                .orElseThrow(() -> Refusals.missing("There is no account '" + user + "'."));
    }

    @Override
    public Made add(String user, String name, Optional<String> password, String by) throws Refusal {
        String made = password.isEmpty() ? Passwords.generated() : "";
        var account = NewAccount.of(user, name, password.orElse(made));
        return new Made(changed("account added", by, () -> directory.add(account)), made);
    }

    @Override
    public Person rename(String user, String name, String by) throws Refusal {
        known(user);
        return changed("account renamed", by, () -> directory.rename(user, name));
    }

    @Override
    public Made password(String user, Optional<String> password, String by) throws Refusal {
        known(user);
        String made = password.isEmpty() ? Passwords.generated() : "";
        return new Made(
                changed(
                        "account has a new password",
                        by,
                        () -> directory.password(user, password.orElse(made))),
                made);
    }

    @Override
    public Person change(String user, Wish wish, String by) throws Refusal {
        known(user);
        var targets = new EnumMap<Forward, String>(Forward.class);
        wish.always().ifPresent(it -> targets.put(Forward.ALWAYS, it));
        wish.busy().ifPresent(it -> targets.put(Forward.BUSY, it));
        wish.noAnswer().ifPresent(it -> targets.put(Forward.NO_ANSWER, it));
        var change = new FeatureChange(targets, wish.seconds(), wish.doNotDisturb());
        return changed("call features changed", by, () -> directory.change(user, change));
    }

    @Override
    public void remove(String user, String by) throws Refusal {
        known(user);
        try {
            directory.remove(user);
            LOG.atInfo().addKeyValue("user", user).addKeyValue("by", by).log("account removed");
        } catch (AccountException e) {
            throw Refusals.of(e);
        }
    }
}
