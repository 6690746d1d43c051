package io.switchhook.phone.settings;

/// Who an account is, and how it proves it.
///
/// @param userName the user part of its address-of-record
/// @param authName the user name of the digest; the user name where none was set
public record Login(String userName, String authName, String password) {

    /// Without the password.
    @Override
    public String toString() {
        return "Login[userName=" + userName + ", authName=" + authName + "]";
    }
}
