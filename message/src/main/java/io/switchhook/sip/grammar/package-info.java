/// The lexical rules of RFC 3261 §25.1: character classes, a cursor over bytes, a sink of bytes.
@org.jspecify.annotations.NullMarked
package io.switchhook.sip.grammar;
