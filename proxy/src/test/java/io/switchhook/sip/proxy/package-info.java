@org.jspecify.annotations.NullMarked
package io.switchhook.sip.proxy;
