/// The commands, the configuration, and the object graph built by hand.
///
/// Only this package reads clocks, draws random numbers and ends the process.
@org.jspecify.annotations.NullMarked
package io.switchhook.server;
