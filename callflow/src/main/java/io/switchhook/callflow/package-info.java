/// The call flows of the phone makers' guides and of RFC 3665 and RFC 5359: as data, as a play, and as a comparison.
///
/// [Flow#all] reads the flows from their files. A [Player] has three [Actor]s do what the script of a flow says, while a
/// [Capture] keeps every message that they send and receive. A [Comparison] finds the steps of the flow among them, and a
/// [FlowResult] says what was seen, what was heard, and where the first deviation is. [TextLadder], [SvgLadder],
/// [JsonLines] and [JunitXml] write it.
///
/// Nothing here opens a socket or reads a clock by itself.
@org.jspecify.annotations.NullMarked
package io.switchhook.callflow;
