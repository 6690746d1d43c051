package io.switchhook.callflow;

/// One way in which a flow may go.
///
/// @param title empty for the only way; else says who does what
/// @param order the steps as the RFCs have them
public record Variant(String title, Order order) {}
