/// Devices by the hundred, as rows of a spreadsheet: what a file would change is told before anything is changed, and a file
/// with one fault changes nothing.
@org.jspecify.annotations.NullMarked
package io.switchhook.provisioning.bulk;
