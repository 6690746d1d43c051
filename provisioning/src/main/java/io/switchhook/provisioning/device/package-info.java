/// Which devices there are, who is given the files of one, and what became of each question.
///
/// A MAC address is no secret. So who asks as a device is served only if the administrator has said that it is the device, or it proves
/// so by a certificate.
@org.jspecify.annotations.NullMarked
package io.switchhook.provisioning.device;
