/// The accounts: in memory for the shards, in a database for good.
///
/// Reading takes no lock and never blocks. A change is committed before the call that made it returns, and is visible to
/// the shards at once. Passwords are never kept, only the digests of user, realm and password.
@org.jspecify.annotations.NullMarked
package io.switchhook.pbx.directory;
