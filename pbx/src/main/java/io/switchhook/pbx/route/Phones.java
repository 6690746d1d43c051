package io.switchhook.pbx.route;

import io.switchhook.sip.proxy.Target;
import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.transport.Flow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// From bindings to phones: which of them are called, and over which way first (RFC 5626 §7).
///
/// The bindings of one instance are one phone, and only one of them is tried at a time: those that can be reached first,
/// and of these the one that was refreshed last. Phones that are silent are the last resort, since each lets the caller wait
/// for 32 s.
final class Phones {
    private Phones() {}

    static List<Target> targets(List<Binding> bindings, Predicate<Binding> isSilent) {
        if (bindings.size() == 1) // as nearly always
        return target(bindings.getFirst()).map(List::of).orElseGet(List::of);
        var order =
                Comparator.comparing(isSilent::test)
                        .thenComparing(Binding::seen, Comparator.reverseOrder());
        var live = new ArrayList<Target>();
        var silent = new ArrayList<Target>();
        for (var phone : phones(bindings)) {
            if (phone.size() > 1) phone.sort(order);
            var ways = phone.stream().flatMap(it -> target(it).stream()).toList();
            if (ways.isEmpty()) continue;
            var target = ways.getFirst().withAlternatives(ways.subList(1, ways.size()));
            (isSilent.test(phone.getFirst()) ? silent : live).add(target);
        }
        if (live.isEmpty()) return silent;
        for (var target : silent) live.add(target.withQ(Target.LAST_RESORT));
        return live;
    }

    /// Whether a new binding is one more way to a phone that is called already.
    static boolean isAnotherWay(Binding binding, List<Binding> called) {
        return binding.instance().isPresent()
                && called.stream()
                        .filter(it -> it.instance().equals(binding.instance()))
                        .anyMatch(it ->
                                !it.isSameFlow(binding)
                                        && it.flow().map(Flow::isOpen).orElse(true));
    }

    /// In the order of their first bindings; a binding that names no instance is a phone of its own.
    private static Iterable<List<Binding>> phones(List<Binding> bindings) {
        var phones = new LinkedHashMap<Object, List<Binding>>();
        for (var binding : bindings)
            phones.computeIfAbsent(
                            binding.instance().<Object>map(id -> id).orElse(binding),
                            _ -> new ArrayList<>(1))
                    .add(binding);
        return phones.values();
    }

    /// Contacts of other schemes can be fetched, but not called.
    static Optional<Target> target(Binding binding) {
        var contact = binding.contact();
        return contact.sipUri()
                .map(uri ->
                        new Target(
                                uri,
                                binding.q(),
                                binding.flow(),
                                binding.path(),
                                contact.parameters(),
                                List.of()));
    }
}
