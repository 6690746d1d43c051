package io.switchhook.media.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class H264Test {
    private final Random random = new Random(6184);

    private static List<AccessUnit> testPictures(int count) {
        var source = new H264TestPicture(64, 48, 10);
        var pictures = new ArrayList<AccessUnit>();
        for (int i = 0; i < count; i++) pictures.add((AccessUnit) source.next());
        return pictures;
    }

    private static byte[] stream(List<AccessUnit> pictures) throws IOException {
        var out = new ByteArrayOutputStream();
        for (var picture : pictures) AnnexB.write(picture, out);
        return out.toByteArray();
    }

    private NalUnit unit(int type, int length) {
        var octets = new byte[length];
        random.nextBytes(octets);
        octets[0] = (byte) (0x60 | type);
        if (length > 1) octets[1] = (byte) 0x88;
        return new NalUnit(octets);
    }

    private static List<Payload> payloads(List<AccessUnit> pictures, int mode, int most) {
        return Payload.of(pictures, new H264Packetizer(mode, most), most);
    }

    private static List<Picture> pictures(H264Depacketizer into, List<Payload> payloads) {
        return Payload.pictures(payloads, into);
    }

    @Test
    void aStreamIsReadAsItWasWritten() throws Exception {
        var pictures = testPictures(25);
        assertThat(AnnexB.read(stream(pictures))).isEqualTo(pictures);
        assertThat(pictures.stream().filter(AccessUnit::isKeyFrame)).hasSize(3);
        // Start codes of three octets, zeros behind units, and rubbish in front.
        byte[] odd = {
            9, 0, 0, 1, 0x67, 1, 0, 0, 0, 0, 1, 0x68, 2, 0, 0, 1, 0x65, (byte) 0x88, 0, 0, 1
        };
        assertThat(AnnexB.read(odd))
                .containsExactly(
                        new AccessUnit(
                                List.of(
                                        new NalUnit(new byte[] {0x67, 1}),
                                        new NalUnit(new byte[] {0x68, 2}),
                                        new NalUnit(new byte[] {0x65, (byte) 0x88}))));
    }

    @Test
    void whatCannotBeShownFirstIsLeftOut() throws Exception {
        var pictures = testPictures(12);
        assertThat(AnnexB.read(stream(pictures.subList(3, 12))))
                .isEqualTo(pictures.subList(10, 12));
        assertThatThrownBy(() -> AnnexB.read(stream(pictures.subList(3, 9))))
                .isInstanceOf(MalformedStream.class)
                .hasMessageContaining("no IDR picture");
        assertThatThrownBy(() -> AnnexB.read(new byte[100]))
                .isInstanceOf(MalformedStream.class)
                .hasMessageContaining("no start code");
        assertThatThrownBy(() -> AnnexB.read(new byte[0])).isInstanceOf(MalformedStream.class);
    }

    @Test
    void aLoopGoesToItsNextKeyFrame() {
        var pictures = testPictures(12);
        var source = PictureSource.looping(pictures);
        assertThat(source.next()).isEqualTo(pictures.get(0));
        assertThat(source.next()).isEqualTo(pictures.get(1));
        source.keyFrame();
        assertThat(source.next()).isEqualTo(pictures.get(10));
        assertThat(source.next()).isEqualTo(pictures.get(11));
        assertThat(source.next()).isEqualTo(pictures.get(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PictureSource.looping(pictures.subList(1, 3)));
    }

    /// ITU-T H.264 table 9-2, and RFC 6184's profile-level-id.
    @Test
    void bitsAreWrittenAsTheTablesSay() {
        var bits = new BitWriter().unsigned(0).unsigned(1).unsigned(2).unsigned(3).unsigned(7);
        // 1 010 011 00100 0001000, and the stop bit.
        assertThat(bits.unit(3, 7).octets())
                .containsExactly(0x67, 0b1010_0110, 0b0100_0001, 0b0001_0000);
        var signed = new BitWriter().signed(0).signed(1).signed(-1).signed(2);
        assertThat(signed.unit(0, 1).octets()).containsExactly(1, 0b1010_0110, 0b0100_1000);
        var zeros = new BitWriter().fixed(32, 0).fixed(8, 1).fixed(8, 4);
        assertThat(zeros.unit(0, 1).octets())
                .containsExactly(1, 0, 0, 3, 0, 0, 3, 1, 4, (byte) 0x80);
        assertThat(H264TestPicture.profileLevelId()).isEqualTo("42c00b");
        var parameters = new H264TestPicture(16, 16, 1).parameterSets();
        assertThat(parameters.getFirst().octets()).startsWith(0x67, 0x42, 0xc0, 0x0b);
    }

    @Test
    void theTestPictureFitsIntoPackets() {
        var source = new H264TestPicture(176, 144, 30);
        for (int i = 0; i < 100; i++) {
            if (i == 40) source.keyFrame();
            var picture = (AccessUnit) source.next();
            boolean key = i == 0 || i == 30 || i == 40 || i == 70;
            assertThat(picture.isKeyFrame()).as("%d", i).isEqualTo(key);
            for (var unit : picture.units()) assertThat(unit.octets().length).isLessThan(1200);
        }
        for (int bad : new int[] {0, 8, 17, 368})
            assertThatIllegalArgumentException().isThrownBy(() -> new H264TestPicture(bad, 16, 1));
    }

    @ParameterizedTest
    @CsvSource({"0, 1200", "1, 1200", "1, 100", "1, 500"})
    void picturesGoThroughPayloads(int mode, int most) {
        var pictures = testPictures(30);
        var into = new H264Depacketizer(List.of());
        assertThat(into.isWaiting()).isTrue();
        assertThat(pictures(into, payloads(pictures, mode, most))).isEqualTo(pictures);
        assertThat(into.isWaiting()).isFalse();
        assertThat(into.dropped() + into.malformed()).isZero();
    }

    @Test
    void smallUnitsGoTogetherLargeOnesInFragments() {
        var picture =
                new AccessUnit(List.of(unit(7, 20), unit(8, 5), unit(5, 2500), unit(5, 1199)));
        var payloads = payloads(List.of(picture), 1, 1200);
        assertThat(payloads.stream().map(p -> p.octets()[0] & 31))
                .containsExactly(24, 28, 28, 28, 5);
        assertThat(payloads.stream().map(Payload::marker))
                .containsExactly(false, false, false, false, true);
        // §5.8: start and end.
        assertThat(payloads.get(1).octets()[1]).isEqualTo((byte) 0x85);
        assertThat(payloads.get(2).octets()[1]).isEqualTo((byte) 0x05);
        assertThat(payloads.get(3).octets()[1]).isEqualTo((byte) 0x45);
        var into = new H264Depacketizer(List.of());
        assertThat(pictures(into, payloads)).containsExactly(picture);
    }

    @Test
    void modeZeroLeavesOutWhatIsTooLarge() {
        var packetizer = new H264Packetizer(0, 1200);
        packetizer.picture(new AccessUnit(List.of(unit(5, 1201), unit(5, 10), unit(5, 1500))));
        assertThat(packetizer.next(new byte[1300], 0)).isEqualTo(10);
        assertThat(packetizer.hasNext()).isFalse();
        assertThat(packetizer.tooLarge()).isEqualTo(2);
    }

    /// Whichever payload is lost, what is given can be shown, and it goes on with the next key frame.
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void afterALossPicturesWaitForAKeyFrame(int mode) {
        var pictures = testPictures(25);
        var all = payloads(pictures, mode, mode == 0 ? 1200 : 300);
        for (int missing = 0; missing < all.size(); missing++) {
            var into = new H264Depacketizer(List.of());
            var given = pictures(into, all.subList(0, missing));
            into.lost();
            assertThat(into.isWaiting()).isTrue();
            given.addAll(pictures(into, all.subList(missing + 1, all.size())));
            int from = all.get(missing).timestamp() / 3000;
            int type = all.get(missing).octets()[0] & 31;
            // Parameters that are known already are no loss, unless something came before them.
            boolean known = from > 0 && (type == 7 || type == 24);
            int until = known ? from : Math.min(25, (from / 10 + 1) * 10);
            var expected = new ArrayList<Picture>(pictures.subList(0, from));
            expected.addAll(pictures.subList(until, 25));
            assertThat(given).as("without %d", missing).isEqualTo(expected);
        }
    }

    @Test
    void parameterSetsMayComeForThemselvesOrBefore() {
        var sps = unit(7, 9);
        var pps = unit(8, 4);
        var slice = unit(5, 30);
        var whole = new AccessUnit(List.of(sps, pps, slice));
        var alone =
                List.of(
                        new Payload(sps.octets(), false, 0),
                        new Payload(pps.octets(), true, 0),
                        new Payload(slice.octets(), true, 3000));
        assertThat(pictures(new H264Depacketizer(List.of()), alone)).containsExactly(whole);
        var told = new H264Depacketizer(List.of(sps, pps));
        assertThat(pictures(told, alone.subList(2, 3))).containsExactly(whole);
        var untold = new H264Depacketizer(List.of());
        assertThat(pictures(untold, alone.subList(2, 3))).isEmpty();
        assertThat(untold.isWaiting()).isTrue();
    }

    @Test
    void whateverComesMakesPicturesOrNone() throws Exception {
        var seeds = payloads(testPictures(12), 1, 300);
        var into = new H264Depacketizer(List.of());
        int given = 0;
        for (int i = 0; i < 200_000; i++) {
            var seed = seeds.get(i % seeds.size());
            var octets = seed.octets().clone();
            if (random.nextInt(20) == 0) {
                octets[random.nextInt(Math.min(4, octets.length))] = (byte) random.nextInt();
                octets = Arrays.copyOf(octets, random.nextInt(octets.length + 1));
            }
            boolean marker = seed.marker() ^ random.nextInt(100) == 0;
            var picture = into.push(marker, seed.timestamp(), octets, 0, octets.length);
            if (picture.isPresent()) given++;
            if (random.nextInt(200) == 0) into.lost();
        }
        assertThat(given).isGreaterThan(100);
        assertThat(into.malformed()).isGreaterThan(100);
        // A picture that never ends is given up.
        var slice = unit(1, 1400).octets();
        for (int i = 0; i < 20_000; i++) into.push(false, 5, slice, 0, slice.length);
        assertThat(into.isWaiting()).isTrue();
        for (int i = 0; i < 2_000; i++) {
            var bytes = stream(testPictures(11));
            for (int n = random.nextInt(8); n >= 0; n--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(3);
            try {
                assertThat(AnnexB.read(Arrays.copyOf(bytes, random.nextInt(bytes.length))))
                        .isNotEmpty();
            } catch (MalformedStream e) {
                assertThat(e).hasMessageStartingWith("no ");
            }
        }
    }
}
