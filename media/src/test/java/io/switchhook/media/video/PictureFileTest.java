package io.switchhook.media.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureFileTest {
    private static byte[] file(List<Picture> pictures) throws IOException {
        var out = new ByteArrayOutputStream();
        var file = new PictureFile(out);
        for (int i = 0; i < pictures.size(); i++) file.write(pictures.get(i), 40L * i);
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsReadAsItWasWritten(VideoEncoding encoding) throws Exception {
        var pictures = new RandomPictures(encoding, 1).next(30, 10);
        var bytes = file(pictures);
        assertThat(PictureFile.read(bytes)).isEqualTo(pictures);
        int lengths = pictures.stream().mapToInt(Picture::length).sum();
        assertThat(bytes).hasSize(lengths + (encoding == VideoEncoding.VP8 ? 32 : 0));
        assertThat(PictureFile.read(file(pictures.subList(3, 30))))
                .isEqualTo(pictures.subList(10, 30));
        assertThatThrownBy(() -> PictureFile.read(file(pictures.subList(3, 9))))
                .isInstanceOf(MalformedStream.class)
                .hasMessageContaining("nothing that can be shown first");
    }

    @Test
    void picturesOfAnotherEncodingAreLeftOut() throws Exception {
        var vp8 = new RandomPictures(VideoEncoding.VP8, 1).next();
        var h263 = new RandomPictures(VideoEncoding.H263, 1).next();
        assertThat(PictureFile.read(file(List.of(vp8, h263, vp8)))).isEqualTo(List.of(vp8, vp8));
        assertThat(PictureFile.read(file(List.of(h263, vp8)))).isEqualTo(List.of(h263));
    }

    @Test
    void ivfHasSizeAndTimes() throws Exception {
        var frames = new RandomPictures(VideoEncoding.VP8, 1).next(2, 2);
        var in = ByteBuffer.wrap(file(frames)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(Arrays.copyOf(in.array(), 12)).asString().startsWith("DKIF").endsWith("VP80");
        assertThat(in.getShort(12)).isEqualTo((short) 64);
        assertThat(in.getShort(14)).isEqualTo((short) 48);
        assertThat(in.getInt(16)).isEqualTo(1000);
        int second = 32 + frames.getFirst().length();
        assertThat(in.getInt(second)).isEqualTo(frames.getLast().length() - 12);
        assertThat(in.getLong(second + 4)).isEqualTo(40);
    }

    @Test
    void whatIsWrongWithAFileIsSaid() throws Exception {
        var ivf = file(new RandomPictures(VideoEncoding.VP8, 1).next(3, 3));
        assertThat(PictureFile.read(Arrays.copyOf(ivf, ivf.length - 1))).hasSize(2);
        var vp9 = ivf.clone();
        vp9[11] = '9';
        vp9[10] = '9';
        assertThatThrownBy(() -> PictureFile.read(vp9)).hasMessageContaining("-c:v libvpx");
        var impossible = ivf.clone();
        impossible[35] = (byte) 0x80;
        assertThatThrownBy(() -> PictureFile.read(impossible)).hasMessageContaining("octet 32");
        var other = ivf.clone();
        other[47] = 7;
        assertThatThrownBy(() -> PictureFile.read(other)).hasMessageContaining("no frame of VP8");
        assertThatThrownBy(() -> PictureFile.read(new byte[] {0, 0, (byte) 0x80}))
                .hasMessageContaining("no picture of H.263 at octet 0");
    }

    @ParameterizedTest
    @EnumSource
    void whateverAFileHoldsIsPicturesOrAFault(VideoEncoding encoding) throws Exception {
        var random = new Random(263);
        var whole = file(new RandomPictures(encoding, 5).next(8, 4));
        int read = 0;
        for (int i = 0; i < 2_000; i++) {
            var bytes = Arrays.copyOf(whole, 60 + random.nextInt(whole.length - 60));
            for (int n = random.nextInt(6); n > 0; n--)
                bytes[random.nextInt(n % 2 == 0 ? 60 : bytes.length)] = (byte) random.nextInt(200);
            try {
                var pictures = PictureFile.read(bytes);
                assertThat(pictures.getFirst().isKeyFrame()).isTrue();
                read++;
            } catch (MalformedStream e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        assertThat(read).isBetween(200, 1990);
    }
}
