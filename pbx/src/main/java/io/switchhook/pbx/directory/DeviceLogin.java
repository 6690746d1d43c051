package io.switchhook.pbx.directory;

import io.switchhook.sip.auth.Ha1s;

/// What one device logs in with for one account.
///
/// @param authName the user name of its digests, which no other device, and no other file of this one, ever has
/// @param user the account's
/// @param device by which devices are told apart, such as a MAC address
/// @param issue counts the device's files
/// @param proven whether somebody has logged in with it
/// @param realm that the HA1s are for
record DeviceLogin(
        String authName,
        String user,
        String device,
        long issue,
        boolean proven,
        String realm,
        Ha1s ha1s) {

    DeviceLogin asProven() {
        return new DeviceLogin(authName, user, device, issue, true, realm, ha1s);
    }
}
