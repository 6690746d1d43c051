/// Virtual time and a simulated network.
@org.jspecify.annotations.NullMarked
package io.switchhook.testkit;
