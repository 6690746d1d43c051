package io.switchhook.phone;

import io.switchhook.phone.settings.Key;
import io.switchhook.phone.settings.Transfers;
import java.util.Optional;

/// What pressing a key of the settings does.
final class KeyPress {
    private final Phone phone;
    private final Key key;

    private KeyPress(Phone phone, Key key) {
        this.phone = phone;
        this.key = key;
    }

    /// @throws IllegalArgumentException if the key cannot do that, or does nothing on a phone without a screen
    /// @throws IllegalStateException if it cannot do it now
    static void of(Phone phone, Key key) {
        new KeyPress(phone, key).act();
    }

    private void act() {
        switch (key.type()) {
            case SPEED_DIAL -> number(needed());
            case BLF -> watched();
            case PICKUP -> phone.pickUp(account(), needed());
            case GROUP_PICKUP -> phone.pickUpGroup(account());
            case PARK -> park();
            case INTERCOM -> phone.intercom(account(), needed());
            case VOICE_MAIL -> voiceMail();
            case REDIAL -> phone.redial();
            case CALL_RETURN -> phone.returnCall();
            case DTMF -> talking().press(needed());
            case DND -> phone.doNotDisturb(!phone.preferences().doNotDisturb());
            case FORWARD -> forward();
            case HOLD, PUBLIC_HOLD, PRIVATE_HOLD -> hold();
            case TRANSFER -> talking().transfer(needed());
            case CONFERENCE -> talking().conference(held());
            case LINE, SHARED_LINE -> phone.call(Call.State.RINGING).ifPresent(Call::answer);
            default ->
                    throw new IllegalArgumentException(
                            "a key of type " + key.type() + " does nothing here");
        }
    }

    private int account() {
        return phone.line(key)
                .orElseThrow(() ->
                        new IllegalArgumentException("account " + key.line() + " is not enabled"))
                .number();
    }

    private String needed() {
        if (key.value().isEmpty())
            throw new IllegalArgumentException("the key has no value: set it in the files");
        return key.value();
    }

    /// During a call the number may be whom it is handed to.
    private void number(String number) {
        var talking = phone.call(Call.State.TALKING);
        var does = phone.settings().features().transfers().keyDoes();
        if (talking.isEmpty() || does == Transfers.KeyDoes.NEW_CALL) phone.call(account(), number);
        else if (does == Transfers.KeyDoes.ATTENDED_TRANSFER) talking.get().consult(number);
        else talking.get().transfer(number);
    }

    private void watched() {
        boolean rings = phone.lamps().getOrDefault(key, LampState.OFF) == LampState.RINGING;
        if (rings) phone.pickUp(account(), needed(), key.pickupValue());
        else number(needed());
    }

    private void park() {
        var talking = phone.call(Call.State.TALKING);
        if (talking.isPresent()) talking.get().transfer(needed());
        else phone.call(account(), needed());
    }

    private void voiceMail() {
        if (key.value().isEmpty()) phone.callVoiceMail(account());
        else phone.call(account(), key.value());
    }

    private void forward() {
        boolean on = !phone.preferences().forwarding().always().enabled();
        phone.forward(ForwardKind.ALWAYS, on ? Optional.of(needed()) : Optional.empty());
    }

    private void hold() {
        phone.call(Call.State.TALKING)
                .ifPresentOrElse(
                        Call::hold, () -> phone.call(Call.State.HOLDING).ifPresent(Call::resume));
    }

    private Call talking() {
        return phone.call(Call.State.TALKING)
                .orElseThrow(() -> new IllegalStateException("there is no call that is up"));
    }

    private Call held() {
        return phone.call(Call.State.HOLDING)
                .orElseThrow(() -> new IllegalStateException("there is no call on hold"));
    }
}
