/// What phones are told: settings in layers, each value with its origin, and the files that say them.
@org.jspecify.annotations.NullMarked
package io.switchhook.provisioning;
