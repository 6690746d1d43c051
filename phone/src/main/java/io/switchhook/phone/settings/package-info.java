/// What a phone is told: its model, its configuration files, the settings that follow, and the decisions that need
/// nothing but them.
///
/// The way is [ConfigurationFile#read] for the common file and for the MAC file, [Settings#of] for both over the factory
/// defaults, then [DialPlan], [ActionUrl], [AutoAnswer] and [CallerIdSource] as calls come and go. Nothing here opens a
/// file or a socket, reads a clock or keeps state: bytes and values in, values out.
///
/// A phone in an office starts with what it understands. So nothing that stands in a readable file is refused; what was
/// not understood, or has no effect, is listed as a [Remark].
@org.jspecify.annotations.NullMarked
package io.switchhook.phone.settings;
