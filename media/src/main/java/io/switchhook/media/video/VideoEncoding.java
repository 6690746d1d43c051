package io.switchhook.media.video;

import java.util.List;

/// The forms in which pictures are sent, by the names that descriptions give them. The clock rate of all is 90,000.
public enum VideoEncoding {
    /// RFC 6184.
    H264("H264"),
    /// RFC 7741.
    VP8("VP8"),
    /// H.263 of any version: RFC 4629.
    H263_1998("H263-1998"),
    /// H.263 of 1996 in payloads of RFC 2190, whose payload type is 34. It can only be cut between groups of blocks here.
    H263("H263");

    private final String encodingName;

    VideoEncoding(String encodingName) {
        this.encodingName = encodingName;
    }

    /// As in `a=rtpmap`.
    public String encodingName() {
        return encodingName;
    }

    /// Whether pictures of this kind can be sent in it.
    public boolean carries(Picture picture) {
        return switch (this) {
            case H264 -> picture instanceof AccessUnit;
            case VP8 -> picture instanceof Vp8Frame;
            case H263_1998, H263 -> picture instanceof H263Picture;
        };
    }

    /// @param mode packetization-mode of H.264, 0 or 1; of no meaning to others
    /// @param most octets of a payload
    public Packetizer packetizer(int mode, int most) {
        return switch (this) {
            case H264 -> new H264Packetizer(mode, most);
            case VP8 -> new Vp8Packetizer(most);
            case H263_1998 -> new H263PlusPacketizer(most);
            case H263 -> new H263Packetizer(most);
        };
    }

    /// @param parameterSets of H.264, as of [H264Depacketizer#H264Depacketizer]; of no meaning to others
    public Depacketizer depacketizer(List<NalUnit> parameterSets) {
        return switch (this) {
            case H264 -> new H264Depacketizer(parameterSets);
            case VP8 -> new Vp8Depacketizer();
            case H263_1998 -> new H263PlusDepacketizer();
            case H263 -> new H263Depacketizer();
        };
    }

    /// A test picture of QCIF, the largest size that every decoder takes.
    ///
    /// @param period a key frame at least every so many pictures
    public TestPicture testPicture(int period) {
        return switch (this) {
            case H264 -> new H264TestPicture(176, 144, period);
            case VP8 -> new Vp8TestPicture();
            case H263_1998, H263 -> new H263TestPicture(period);
        };
    }
}
