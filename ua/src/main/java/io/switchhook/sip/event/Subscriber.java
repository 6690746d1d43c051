package io.switchhook.sip.event;

import io.switchhook.sip.message.Request;
import io.switchhook.sip.uri.AddressOfRecord;

/// Who subscribed to what.
///
/// @param identity who proved to be the sender; nobody else may refresh or end the subscription
/// @param resource in canonical form
/// @param request the SUBSCRIBE, for what a package wants to know of it: parameters of Event, a filter in its body
public record Subscriber(String identity, AddressOfRecord resource, Request request) {}
