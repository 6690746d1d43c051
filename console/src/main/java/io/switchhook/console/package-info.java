/// The operator's HTTP endpoints: `/health` and `/metrics`.
@org.jspecify.annotations.NullMarked
package io.switchhook.console;
