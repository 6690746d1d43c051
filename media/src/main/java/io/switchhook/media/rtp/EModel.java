package io.switchhook.media.rtp;

import io.switchhook.media.codec.Encoding;

/// What a listener would say of a call: the E-model of ITU-T G.107 with its default values, only delay, encoding and
/// random loss being known: R = 93.2 - Id - Ie,eff.
public final class EModel {
    private EModel() {}

    /// The transmission rating, from 0 to 93.2.
    ///
    /// @param delayMillis from mouth to ear
    /// @param lossPercent of the frames, 0 to 100
    public static double rating(Encoding encoding, double delayMillis, double lossPercent) {
        double delayed = 0.024 * delayMillis;
        if (delayMillis > 177.3) delayed += 0.11 * (delayMillis - 177.3);
        double impaired = encoding.equipmentImpairment();
        if (lossPercent > 0)
            impaired += (95 - impaired) * lossPercent / (lossPercent + encoding.lossRobustness());
        return Math.max(0, 93.2 - delayed - impaired);
    }

    /// The mean opinion score of a rating, from 1 (bad) to 4.5: G.107 annex B.
    public static double opinion(double rating) {
        if (rating <= 0) return 1;
        if (rating >= 100) return 4.5;
        return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
    }
}
