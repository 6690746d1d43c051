/// What turns samples into octets and back: G.711 and G.722, by the frame of 20 ms.
///
/// Samples are linear PCM of 16 bits. Nothing here allocates once it is made.
@org.jspecify.annotations.NullMarked
package io.switchhook.media.codec;
