/// How phones find their server by DHCP: what a DHCP server is to say, and what it does say.
@org.jspecify.annotations.NullMarked
package io.switchhook.provisioning.dhcp;
