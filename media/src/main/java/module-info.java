/// Media: codecs, tones and recordings, RTP and RTCP; no SIP, no clock, no threads.
module io.switchhook.media {
    requires concentus;
    requires static transitive org.jspecify;

    exports io.switchhook.media.audio;
    exports io.switchhook.media.codec;
    exports io.switchhook.media.rtp;
    exports io.switchhook.media.srtp;
    exports io.switchhook.media.video;
}
