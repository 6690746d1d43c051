package io.switchhook.provisioning.syslog;

/// A line of a log. What the sender left out is empty; nothing is longer than the message was, and there are no control
/// characters in it.
///
/// @param facility 0 to 23, which part of a system speaks (RFC 5424 §6.2.1)
/// @param time as the sender has it, whose clock may be wrong
/// @param host as the sender calls itself
/// @param application which program of the phone speaks
/// @param process its number, or whatever stands for it
/// @param messageId what kind of message it is (RFC 5424 §6.2.7)
/// @param data structured data as it was sent (RFC 5424 §6.3)
public record SyslogMessage(
        int facility,
        Severity severity,
        String time,
        String host,
        String application,
        String process,
        String messageId,
        String data,
        String text) {}
