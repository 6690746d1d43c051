/// Samples as such: tones made and heard, recordings, changes of the sample rate.
///
/// Samples are linear PCM of 16 bits, levels are in dBm0: 0 dBm0 is a sine of [Level#REFERENCE_AMPLITUDE].
@org.jspecify.annotations.NullMarked
package io.switchhook.media.audio;
