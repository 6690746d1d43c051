package io.switchhook.phone;

import io.switchhook.phone.settings.Key;
import io.switchhook.phone.settings.Transfers;
import java.util.Optional;

/// What pressing a key of the settings does.
final class KeyPress {
    private final Chassis phone;
    private final Key key;

    private KeyPress(Chassis phone, Key key) {
        this.phone = phone;
        this.key = key;
    }

    /// @throws IllegalArgumentException if the key cannot do that, or does nothing on a phone without a screen
    /// @throws IllegalStateException if it cannot do it now
    static void of(Chassis phone, Key key) {
        new KeyPress(phone, key).act();
    }

    private void act() {
        switch (key.type()) {
            case SPEED_DIAL -> number(needed());
            case BLF -> watched();
            case PICKUP -> phone.dialer().pickUp(account(), needed(), "");
            case GROUP_PICKUP -> phone.dialer().pickUpGroup(account());
            case PARK -> park();
            case INTERCOM -> phone.dialer().intercom(account(), needed());
            case VOICE_MAIL -> voiceMail();
            case REDIAL -> phone.dialer().redial();
            case CALL_RETURN -> phone.dialer().returnCall();
            case DTMF -> talking().press(needed());
            case DND -> phone.switches().doNotDisturb(!phone.preferences().doNotDisturb());
            case FORWARD -> forward();
            case HOLD, PUBLIC_HOLD, PRIVATE_HOLD -> hold();
            case TRANSFER -> talking().transfer(needed());
            case CONFERENCE -> talking().conference(held());
            case LINE, SHARED_LINE ->
                    phone.ongoing().newest(Call.State.RINGING).ifPresent(Call::answer);
            default ->
                    throw new IllegalArgumentException(
                            "a key of type " + key.type() + " does nothing here");
        }
    }

    private int account() {
        return phone.accounts()
                .of(key)
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
        var talking = phone.ongoing().newest(Call.State.TALKING);
        var does = phone.settings().features().transfers().keyDoes();
        if (talking.isEmpty() || does == Transfers.KeyDoes.NEW_CALL)
            phone.dialer().call(account(), number);
        else if (does == Transfers.KeyDoes.ATTENDED_TRANSFER) talking.get().consult(number);
        else talking.get().transfer(number);
    }

    private void watched() {
        boolean rings =
                phone.watching().lamps().getOrDefault(key, LampState.OFF) == LampState.RINGING;
        if (rings) phone.dialer().pickUp(account(), needed(), key.pickupValue());
        else number(needed());
    }

    private void park() {
        var talking = phone.ongoing().newest(Call.State.TALKING);
        if (talking.isPresent()) talking.get().transfer(needed());
        else phone.dialer().call(account(), needed());
    }

    private void voiceMail() {
        if (key.value().isEmpty()) phone.dialer().voiceMail(account());
        else phone.dialer().call(account(), key.value());
    }

    private void forward() {
        boolean on = !phone.preferences().forwarding().always().enabled();
        phone.switches().forward(ForwardKind.ALWAYS, on ? Optional.of(needed()) : Optional.empty());
    }

    private void hold() {
        phone.ongoing()
                .newest(Call.State.TALKING)
                .ifPresentOrElse(
                        Call::hold,
                        () -> phone.ongoing().newest(Call.State.HOLDING).ifPresent(Call::resume));
    }

    private Call talking() {
        return phone.ongoing()
                .newest(Call.State.TALKING)
                .orElseThrow(() -> new IllegalStateException("there is no call that is up"));
    }

    private Call held() {
        return phone.ongoing()
                .newest(Call.State.HOLDING)
                .orElseThrow(() -> new IllegalStateException("there is no call on hold"));
    }
}
