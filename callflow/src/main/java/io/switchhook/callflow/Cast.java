package io.switchhook.callflow;

import java.util.Map;

/// What the phones are called by.
///
/// @param numbers the user part of the address of each phone
/// @param nobody a user part that no account has
public record Cast(Map<Party, String> numbers, String nobody) {
    public Cast {
        numbers = Map.copyOf(numbers);
        for (var party : Party.values())
            if (party.isPhone() && !numbers.containsKey(party))
                throw new IllegalArgumentException("phone " + party + " has no number");
    }

    /// The number of a phone.
    public String number(Party phone) {
        String number = numbers.get(phone);
        if (number == null) throw new IllegalArgumentException(phone + " is no phone");
        return number;
    }

    /// The number that a flow file means by `A`, `B`, `C` or `nobody`.
    String numberOf(String target) {
        return target.equals(MessageForm.NOBODY) ? nobody : number(Party.valueOf(target));
    }
}
