package io.switchhook.callflow;

import java.util.List;

/// Where the guide draws what the RFCs do not allow, or leaves out what they ask for.
///
/// @param printed the printed steps that are wrong or in the wrong place
/// @param section of the RFC that says so
/// @param text what is wrong, and how it is
/// @param added the steps that the guide leaves out
public record Erratum(List<String> printed, String section, String text, List<Step> added) {}
