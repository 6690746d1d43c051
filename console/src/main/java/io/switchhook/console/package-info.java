/// The operator's page and its API, and for programs `/health` and `/metrics`. It knows no floor: what it shows, it asks of views
/// that the server gives it.
@org.jspecify.annotations.NullMarked
package io.switchhook.console;
