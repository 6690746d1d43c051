package io.switchhook.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// People as the console might see them: some have names that are HTML. Nothing that is asked of it is done.
final class SamplePeople implements PeopleView {
    private static final List<String> HTML = SampleViews.HTML;

    private final List<Person> people = new ArrayList<>();

    SamplePeople() {
        for (int i = 0; i < HTML.size(); i++)
            people.add(
                    new Person(
                            Integer.toString(1000 + i),
                            "office.example",
                            HTML.get(i),
                            i % 7 == 0,
                            "reachable",
                            1,
                            "",
                            new Features(HTML.get(i), "", "1003", 20, i % 2 == 0),
                            List.of(new Device("001565000000", "t38g", 1, "held"))));
    }

    @Override
    public Slice<Person> search(Query query) {
        var found = people.stream().filter(it -> it.toString().contains(query.text())).toList();
        return Slice.of(found, query.offset(), query.limit());
    }

    @Override
    public Optional<Person> person(String user) {
        return people.stream().filter(it -> it.user().equals(user)).findFirst();
    }

    private Person known(String user) throws Refusal {
        return person(user)
                .orElseThrow(() -> new Refusal(Refusal.Kind.MISSING, "There is no " + user + "."));
    }

    @Override
    public Made add(String user, String name, Optional<String> password, String by) {
        return new Made(people.getFirst(), password.isEmpty() ? "made" : "");
    }

    @Override
    public Person rename(String user, String name, String by) throws Refusal {
        return known(user);
    }

    @Override
    public Made password(String user, Optional<String> password, String by) throws Refusal {
        return new Made(known(user), password.isEmpty() ? "made" : "");
    }

    @Override
    public Person change(String user, Wish wish, String by) throws Refusal {
        return known(user);
    }

    @Override
    public void remove(String user, String by) throws Refusal {
        known(user);
    }
}
