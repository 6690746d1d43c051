package io.switchhook.callflow;

/// A message is there, but says what it may not.
///
/// @param section that asks for what is expected
/// @param expected what it should say
/// @param instead what it says
/// @param cause who probably did it, and how
record Finding(String section, String expected, String instead, String cause) {}
