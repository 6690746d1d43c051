/// Phones without a screen, to be used from code: a [Site] is where they stand, a [Phone] registers and makes calls, a
/// [Call] is one of them.
///
/// ```
/// try (var site = Site.on(InetAddress.getLoopbackAddress())) {
///     var a = site.phone(Account.of("sip:1001@127.0.0.1:5060", "secret").settings(Profile.T38G));
///     var b = site.phone(Account.of("sip:1002@127.0.0.1:5060", "secret").settings(Profile.T38G));
///     a.awaitRegistered();
///     b.awaitRegistered();
///     var call = a.call("1002");
///     b.awaitCall(Call.State.RINGING).answer();
///     call.await(Call.State.TALKING);
///     call.hangUp();
/// }
/// ```
///
/// All public methods are thread-safe and return at once, but for those that are named `await...`.
@org.jspecify.annotations.NullMarked
package io.switchhook.phone;
