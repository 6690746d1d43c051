package io.switchhook.provisioning.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.PictureLimits;
import io.switchhook.provisioning.model.PictureLimits.Format;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pictures of all kinds become what a screen takes, or it is said why not.
class PictureTest {
    private static final int RED = 0xffd0_2020;
    private static final int GREEN = 0xff20_d020;
    private static final int BLUE = 0xff20_20d0;

    private static final PictureLimits SCREEN =
            new PictureLimits("wallpaper", 480, 272, 1 << 20, List.of(Format.JPG, Format.PNG));

    @ParameterizedTest
    @CsvSource({
        "jpg, 1920, 1088",
        "png, 960, 544",
        "bmp, 480, 272",
        "gif, 240, 136",
        "png, 4800, 2720",
        "png, 17, 10",
        "png, 1, 1"
    })
    void a_picture_fills_the_screen(String format, int width, int height) throws Exception {
        var picture = Picture.of(SCREEN, file(format, filled(width, height, RED)));
        var image = read(picture);
        assertThat(image.getWidth()).isEqualTo(480);
        assertThat(image.getHeight()).isEqualTo(272);
        assertColor(image, 0, 0, RED);
        assertColor(image, 479, 271, RED);
        assertThat(picture.file()).hasSizeLessThanOrEqualTo(SCREEN.bytes());
    }

    @Test
    void what_is_fit_is_not_changed() throws Exception {
        for (var format : SCREEN.formats()) {
            var picture = Picture.of(SCREEN, file(format.name(), filled(480, 272, GREEN)));
            assertThat(picture.changes()).isEmpty();
            assertThat(picture.format()).isEqualTo(format);
            assertThat(Picture.of(SCREEN, picture.file()).changes()).isEmpty();
        }
    }

    @Test
    void what_was_changed_is_told() throws Exception {
        assertThat(Picture.of(SCREEN, file("bmp", filled(1000, 272, RED))).changes())
                .containsExactly(
                        "left and right were cut off",
                        "1000 by 272 points became 480 by 272",
                        "BMP became JPG");
        assertThat(Picture.of(SCREEN, file("png", filled(480, 800, 0x8000_ff00))).changes())
                .containsExactly(
                        "what was transparent became black",
                        "top and bottom were cut off",
                        "480 by 800 points became 480 by 272");
    }

    /// The middle is what people look at.
    @Test
    void the_middle_is_kept() throws Exception {
        var wide = filled(1440, 272, BLUE);
        for (int y = 0; y < 272; y++) for (int x = 480; x < 960; x++) wide.setRGB(x, y, GREEN);
        var image = read(Picture.of(SCREEN, file("png", wide)));
        assertColor(image, 1, 136, GREEN);
        assertColor(image, 478, 136, GREEN);
    }

    /// Lines of one point each become gray, not some of them.
    @Test
    void fine_lines_become_their_mean() throws Exception {
        var lines = filled(1920, 1088, 0xff00_0000);
        for (int y = 0; y < 1088; y += 2)
            for (int x = 0; x < 1920; x++) lines.setRGB(x, y, 0xffff_ffff);
        var image = read(Picture.of(SCREEN, file("png", lines)));
        for (int y = 2; y < 270; y++)
            assertThat(image.getRGB(240, y) & 0xff).isCloseTo(128, within(20));
    }

    @Test
    void what_is_transparent_becomes_black() throws Exception {
        var image = read(Picture.of(SCREEN, file("png", filled(480, 272, 0x00ff_ffff))));
        assertColor(image, 100, 100, 0xff00_0000);
    }

    /// A camera that was held upright says so in the file, and turns nothing.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_picture_on_its_side_is_set_upright(int orientation) throws Exception {
        // The quarter at the file's beginning is red: where is it when the picture is upright?
        boolean isOnItsSide = orientation >= 5;
        var image = filled(isOnItsSide ? 272 : 480, isOnItsSide ? 480 : 272, BLUE);
        for (int y = 0; y < image.getHeight() / 2; y++)
            for (int x = 0; x < image.getWidth() / 2; x++) image.setRGB(x, y, RED);
        var picture = Picture.of(SCREEN, turned(file("jpg", image), orientation));
        var upright = read(picture);
        for (int i = 0; i < 4; i++)
            assertColor(
                    upright,
                    (i & 1) == 0 ? 60 : 420,
                    i < 2 ? 40 : 232,
                    i == corner(orientation) ? RED : BLUE);
        assertThat(picture.changes())
                .isEqualTo(orientation == 1 ? List.of() : List.of("it was set upright"));
    }

    /// EXIF: 1 is as it is; 2 mirrored; 3 upside down; 4 that mirrored; 5 to 8 lie on a side. 0 is top left, 1 top right, 2
    /// bottom left.
    private static int corner(int orientation) {
        return switch (orientation) {
            case 2, 6 -> 1;
            case 3, 7 -> 3;
            case 4, 8 -> 2;
            default -> 0;
        };
    }

    @Test
    void a_picture_that_does_not_fit_is_written_coarser() throws Exception {
        var random = new Random(1);
        var noise = new BufferedImage(480, 272, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 272; y++)
            for (int x = 0; x < 480; x++) noise.setRGB(x, y, random.nextInt());
        var small =
                new PictureLimits("wallpaper", 480, 272, 100_000, List.of(Format.PNG, Format.JPG));
        var picture = Picture.of(small, file("png", noise));
        assertThat(picture.format()).isEqualTo(Format.JPG);
        assertThat(picture.file()).hasSizeLessThanOrEqualTo(100_000);
        assertThat(picture.changes()).containsExactly("PNG became JPG");
        var tiny = new PictureLimits("wallpaper", 480, 272, 2000, List.of(Format.PNG, Format.JPG));
        assertThatThrownBy(() -> Picture.of(tiny, file("png", noise)))
                .isInstanceOf(UnusableResource.class)
                .hasMessage("has too many details: it does not fit into 2000 bytes");
    }

    /// 70 bytes that ask for 40 GB.
    @Test
    void a_small_file_cannot_demand_much_memory() {
        var bomb = png(100_000, 100_000);
        assertThatThrownBy(() -> Picture.of(SCREEN, bomb))
                .isInstanceOf(UnusableResource.class)
                .hasMessage("has 100000 by 100000 points; save it with 24000000 at most");
    }

    @Test
    void what_is_no_picture_is_refused_with_the_reason() {
        assertThatThrownBy(() -> Picture.of(SCREEN, new byte[0])).hasMessage("is empty");
        assertThatThrownBy(() -> Picture.of(SCREEN, "<svg/>".getBytes(StandardCharsets.US_ASCII)))
                .hasMessage("is no picture; save it as JPG or PNG");
        assertThatThrownBy(() -> Picture.of(SCREEN, png(10, 10)))
                .hasMessage("is broken: the picture in it cannot be read");
        assertThatThrownBy(() -> Picture.of(SCREEN, new byte[Picture.LARGEST + 1]))
                .hasMessageContaining("33554433 bytes");
    }

    /// Whatever is broken in a file, it becomes a picture that fits or is refused.
    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "bmp", "gif"})
    void hostile_files_are_refused_or_fit(String format) throws Exception {
        var random = new Random(4);
        var small = new PictureLimits("wallpaper", 48, 27, 1 << 20, List.of(Format.PNG));
        var good = turned(file(format, filled(64, 36, GREEN)), 6);
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            var file = good.clone();
            if (random.nextInt(4) == 0) file = Arrays.copyOf(file, random.nextInt(file.length) + 1);
            for (int j = random.nextInt(8); j >= 0; j--)
                file[random.nextInt(file.length)] = (byte) random.nextInt();
            try {
                assertThat(read(Picture.of(small, file)).getWidth()).isEqualTo(48);
            } catch (UnusableResource e) {
                assertThat(e).hasMessageMatching("(is|has) .+");
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void models_say_what_they_take() {
        var catalog = ModelCatalog.builtIn();
        assertThat(catalog.find("T38G").orElseThrow().pictures("wallpaper")).contains(SCREEN);
        assertThat(catalog.find("VP530").orElseThrow().pictures("screensaver")).isEmpty();
        assertThat(catalog.find("T28P").orElseThrow().pictures()).isEmpty();
    }

    // Files and what is in them

    private static BufferedImage filled(int width, int height, int color) {
        int type = color >>> 24 == 0xff ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB;
        var image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) image.setRGB(x, y, color);
        return image;
    }

    private static byte[] file(String format, BufferedImage image) throws IOException {
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static BufferedImage read(Picture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture.file()));
    }

    private static void assertColor(BufferedImage image, int x, int y, int color) {
        for (int shift = 0; shift < 24; shift += 8)
            assertThat(image.getRGB(x, y) >> shift & 0xff)
                    .as("%d, %d: %x", x, y, image.getRGB(x, y))
                    .isCloseTo(color >> shift & 0xff, within(12));
    }

    /// With a header that says how the camera was held.
    private static byte[] turned(byte[] jpg, int orientation) {
        if ((jpg[0] & 0xff) != 0xff) return jpg;
        var exif = ByteBuffer.allocate(2 + 2 + 6 + 8 + 2 + 12 + 4);
        exif.putShort((short) 0xffe1).putShort((short) (exif.capacity() - 2));
        exif.put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8);
        exif.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        exif.putShort((short) orientation);
        var out = ByteBuffer.allocate(jpg.length + exif.capacity());
        out.put(jpg, 0, 2).put(exif.array()).put(jpg, 2, jpg.length - 2);
        return out.array();
    }

    /// The head of a PNG file alone.
    private static byte[] png(int width, int height) {
        var head = ByteBuffer.allocate(4 + 13);
        head.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
        head.put((byte) 8).put((byte) 6);
        var crc = new CRC32();
        crc.update(head.array());
        return ByteBuffer.allocate(8 + 4 + 17 + 4)
                .putLong(0x8950_4e47_0d0a_1a0aL)
                .putInt(13)
                .put(head.array())
                .putInt((int) crc.getValue())
                .array();
    }
}
