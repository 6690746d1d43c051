/// Resource files that phones fetch besides their configuration: contacts, rules of the dial plan, time zones, phone books.
@org.jspecify.annotations.NullMarked
package io.switchhook.provisioning.resource;
