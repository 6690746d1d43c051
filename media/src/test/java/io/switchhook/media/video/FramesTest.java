package io.switchhook.media.video;

import static io.switchhook.media.video.VideoEncoding.H263;
import static io.switchhook.media.video.VideoEncoding.H263_1998;
import static io.switchhook.media.video.VideoEncoding.VP8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// VP8 and H.263 in payloads.
class FramesTest {
    private static final int MOST = 1200;

    private static List<Payload> payloads(VideoEncoding encoding, List<Picture> pictures) {
        return Payload.of(pictures, encoding.packetizer(1, MOST), MOST);
    }

    private static List<Picture> pictures(VideoEncoding encoding, List<Payload> payloads) {
        return Payload.pictures(payloads, encoding.depacketizer(List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void picturesGoThroughPayloads(VideoEncoding encoding) {
        var pictures = new RandomPictures(encoding, 1).next(60, 20);
        var payloads = payloads(encoding, pictures);
        assertThat(payloads).hasSizeGreaterThan(65);
        var into = encoding.depacketizer(List.of());
        assertThat(Payload.pictures(payloads, into)).isEqualTo(pictures);
        assertThat(into.isWaiting()).isFalse();
        assertThat(into.dropped() + into.malformed()).isZero();
    }

    /// Whichever payload is lost, it goes on with the next key frame; a marker that is lost with it costs no picture more.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "H264")
    void afterALossPicturesWaitForAKeyFrame(VideoEncoding encoding) {
        var pictures = new RandomPictures(encoding, 2).next(30, 10);
        var all = payloads(encoding, pictures);
        for (int missing = 0; missing < all.size(); missing++) {
            var into = encoding.depacketizer(List.of());
            var given = Payload.pictures(all.subList(0, missing), into);
            into.lost();
            assertThat(into.isWaiting()).isTrue();
            given.addAll(Payload.pictures(all.subList(missing + 1, all.size()), into));
            int from = all.get(missing).timestamp() / 3000;
            int until = Math.min(30, (from / 10 + 1) * 10);
            var expected = new ArrayList<>(pictures.subList(0, from));
            expected.addAll(pictures.subList(until, 30));
            assertThat(given).as("without %d", missing).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void testPicturesGoThroughPayloads(VideoEncoding encoding) {
        var source = encoding.testPicture(10);
        var pictures = new ArrayList<Picture>();
        for (int i = 0; i < 25; i++) {
            if (i == 13) source.keyFrame();
            pictures.add(source.next());
        }
        assertThat(pictures).allMatch(encoding::carries);
        assertThat(pictures.get(0).isKeyFrame()).isTrue();
        assertThat(pictures.get(13).isKeyFrame()).isTrue();
        assertThat(pictures(encoding, payloads(encoding, pictures))).isEqualTo(pictures);
        var packetizer = encoding.packetizer(1, MOST);
        packetizer.picture(new RandomPictures(encoding == VP8 ? H263 : VP8, 3).next());
        assertThat(packetizer.hasNext()).as("of another encoding").isFalse();
    }

    /// RFC 7741 §4.2: S, and no more than one octet.
    @Test
    void theDescriptorOfVp8IsAsSmallAsItCanBe() {
        var payloads = payloads(VP8, List.of(new Vp8Frame(key(2500))));
        assertThat(payloads.stream().map(it -> it.octets()[0] & 0xff)).containsExactly(0x10, 0, 0);
        assertThat(payloads.stream().map(it -> it.octets().length))
                .containsExactly(1200, 1200, 103);
        assertThat(payloads.stream().map(Payload::marker)).containsExactly(false, false, true);
    }

    private static byte[] key(int length) {
        var octets = new byte[length];
        System.arraycopy(
                new byte[] {0x10, 0, 0, (byte) 0x9d, 1, 0x2a, 16, 0, 16, 0}, 0, octets, 0, 10);
        return octets;
    }

    /// PictureID of 7 and of 15 bits, TL0PICIDX, TID and KEYIDX; partitions that are told apart.
    @ParameterizedTest
    @CsvSource({
        "10, 00",
        "9080 05, 00",
        "9080 8512, 00",
        "9040 07, 00",
        "9020 21, 00",
        "90f0 8512 07 21, 80f0 8512 07 21",
        "30, 31"
    })
    void descriptorsOfVp8AreRead(String first, String next) {
        var frame = key(20);
        var hex = HexFormat.of().formatHex(frame);
        var one = Payload.alone(first + hex.substring(0, 24));
        var two = Payload.alone(next + hex.substring(24));
        var into = VP8.depacketizer(List.of());
        assertThat(into.push(false, 0, one.octets(), 0, one.octets().length)).isEmpty();
        assertThat(into.push(true, 0, two.octets(), 0, two.octets().length))
                .contains(new Vp8Frame(frame));
    }

    /// RFC 4629 §5.1: P stands for two zeros; V says that an octet follows, and PLEN that so many do.
    @Test
    void headersOfRfc4629AreRead() {
        var picture = "00008002 08aabbcc dd";
        var octets = Payload.alone(picture).octets();
        for (var payload :
                List.of(
                        "0400 8002 08aabbcc dd",
                        "0600 55 8002 08aabbcc dd",
                        "0418 112233 8002 08aabbcc dd",
                        "0618 55 112233 8002 08aabbcc dd"))
            assertThat(pictures(H263_1998, List.of(Payload.alone(payload))))
                    .as(payload)
                    .containsExactly(new H263Picture(octets));
        assertThat(payloads(H263_1998, List.of(new H263Picture(octets))).getFirst().octets())
                .isEqualTo(Payload.alone("0400 8002 08aabbcc dd").octets());
    }

    /// RFC 2190 §5: modes A, B and C; an octet that two payloads share.
    @Test
    void modesOfRfc2190AreRead() {
        var whole = new H263Picture(Payload.alone("00008002 08aabbcc ddeeff").octets());
        var first = Payload.alone("03400000 00008002 08aabbcf").octets();
        for (var rest :
                List.of(
                        "28400000 fcddeeff",
                        "a8400000 00000000 fcddeeff",
                        "e8400000 00000000 00000000 fcddeeff")) {
            var into = H263.depacketizer(List.of());
            assertThat(into.push(false, 0, first, 0, first.length)).isEmpty();
            var last = Payload.alone(rest).octets();
            assertThat(into.push(true, 0, last, 0, last.length)).as(rest).contains(whole);
        }
        // The bits do not meet.
        var into = H263.depacketizer(List.of());
        var odd = Payload.alone("20400000 fcddeeff").octets();
        into.push(false, 0, first, 0, first.length);
        assertThat(into.push(true, 0, odd, 0, odd.length)).isEmpty();
        assertThat(into.malformed()).isEqualTo(1);
    }

    /// SRC, I, U, S and A as the picture has them.
    @Test
    void modeAIsCutBetweenGroupsOfBlocks() {
        var octets = new byte[3000];
        Arrays.fill(octets, (byte) 0x55);
        System.arraycopy(new byte[] {0, 0, (byte) 0x80, 2, 0x0d, (byte) 0xc0}, 0, octets, 0, 6);
        for (int at : new int[] {400, 1100, 2000})
            System.arraycopy(new byte[] {0, 0, (byte) 0x84}, 0, octets, at, 3);
        var payloads = payloads(H263, List.of(new H263Picture(octets)));
        assertThat(payloads.stream().map(it -> it.octets().length))
                .containsExactly(1104, 904, 1004);
        for (var payload : payloads) assertThat(payload.octets()).startsWith(0, 0x6e, 0, 0, 0, 0);
        assertThat(pictures(H263_1998, payloads(H263_1998, List.of(new H263Picture(octets)))))
                .containsExactly(new H263Picture(octets));
    }

    @Test
    void whatModeACannotCutIsLeftOut() {
        var packetizer = H263.packetizer(0, MOST);
        var large = new byte[1300];
        Arrays.fill(large, (byte) 0x55);
        System.arraycopy(new byte[] {0, 0, (byte) 0x80, 2, 0x08, 0x10}, 0, large, 0, 6);
        packetizer.picture(new H263Picture(large));
        assertThat(packetizer.hasNext()).isFalse();
        var extended = Arrays.copyOf(large, 100);
        extended[4] = 0x1c;
        packetizer.picture(new H263Picture(extended));
        assertThat(packetizer.hasNext()).isFalse();
        assertThat(packetizer.tooLarge()).isEqualTo(2);
        packetizer.picture(new H263Picture(Arrays.copyOf(large, 1196)));
        assertThat(packetizer.hasNext()).isTrue();
    }

    /// ITU-T H.263 §5.1.3 and §5.1.4: the type is one bit, or three behind a PLUSPTYPE with or without OPPTYPE.
    @ParameterizedTest
    @CsvSource({
        "00008002 08000000, true",
        "00008002 0a000000, false",
        "00008002 1c800000, true",
        "00008002 1c800004, false",
        "00008002 1c000000, true",
        "00008002 1c100000, false"
    })
    void picturesOfH263AreKeyFramesOrNot(String octets, boolean isKeyFrame) {
        assertThat(new H263Picture(Payload.alone(octets).octets()).isKeyFrame())
                .isEqualTo(isKeyFrame);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "H264")
    void whateverComesMakesPicturesOrNone(VideoEncoding encoding) {
        var random = new Random(7741);
        var seeds = payloads(encoding, new RandomPictures(encoding, 4).next(12, 4));
        var into = encoding.depacketizer(List.of());
        int given = 0;
        for (int i = 0; i < 100_000; i++) {
            var seed = seeds.get(i % seeds.size());
            var octets = seed.octets().clone();
            if (random.nextInt(20) == 0) {
                octets[random.nextInt(Math.min(12, octets.length))] = (byte) random.nextInt();
                octets = Arrays.copyOf(octets, random.nextInt(octets.length + 1));
            }
            boolean marker = seed.marker() ^ random.nextInt(100) == 0;
            if (into.push(marker, seed.timestamp(), octets, 0, octets.length).isPresent()) given++;
            if (random.nextInt(200) == 0) into.lost();
        }
        assertThat(given).isGreaterThan(100);
        assertThat(into.malformed()).isGreaterThan(20);
        // A picture that never ends is given up.
        var begin = seeds.getFirst().octets();
        long before = into.malformed();
        for (int i = 0; i < 20_000; i++)
            into.push(false, 5, i == 0 ? begin : new byte[1400], 0, i == 0 ? begin.length : 1400);
        assertThat(into.isWaiting()).isTrue();
        assertThat(into.malformed()).isGreaterThan(before);
    }
}
