/// Files for phones over HTTP, HTTPS and TFTP. The protocols ask one [io.switchhook.provisioning.serve.FileDesk], which knows names
/// and no paths: nothing that comes from the network is ever opened.
@org.jspecify.annotations.NullMarked
package io.switchhook.provisioning.serve;
