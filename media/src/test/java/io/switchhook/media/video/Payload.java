package io.switchhook.media.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// What goes into a packet, and what of its header counts.
record Payload(byte[] octets, boolean marker, int timestamp) {
    static List<Payload> of(List<? extends Picture> pictures, Packetizer packetizer, int most) {
        var payloads = new ArrayList<Payload>();
        var out = new byte[3000];
        for (int i = 0; i < pictures.size(); i++) {
            packetizer.picture(pictures.get(i));
            while (packetizer.hasNext()) {
                int length = packetizer.next(out, 7);
                assertThat(length).isBetween(1, most);
                var octets = Arrays.copyOfRange(out, 7, 7 + length);
                payloads.add(new Payload(octets, !packetizer.hasNext(), 3000 * i));
            }
        }
        return payloads;
    }

    static List<Picture> pictures(List<Payload> payloads, Depacketizer into) {
        var pictures = new ArrayList<Picture>();
        for (var it : payloads)
            into.push(it.marker, it.timestamp, it.octets, 0, it.octets.length)
                    .ifPresent(pictures::add);
        return pictures;
    }

    /// Of the octets in hexadecimal, as the only one of a picture.
    static Payload alone(String hex) {
        return new Payload(HexFormat.of().parseHex(hex.replace(" ", "")), true, 0);
    }
}
