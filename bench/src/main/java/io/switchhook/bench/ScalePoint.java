package io.switchhook.bench;

/// One turn of a server at one point of an axis along which nothing may grow.
///
/// @param place on the axis
/// @param share of the rate that is sustained, in percent
record ScalePoint(Axis axis, int place, int share, SliceResult slice) {
    /// What servers differ by, which are measured in turn.
    enum Axis {
        BINDINGS("registered phones"),
        SHARDS("shards"),
        OPEN_CALLS("calls that are up");

        private final String title;

        Axis(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        /// As in `12 shards`.
        String counted(int place) {
            return switch (this) {
                case BINDINGS -> MarkdownTable.text("%,d phones", place);
                case SHARDS -> place == 1 ? "1 shard" : place + " shards";
                case OPEN_CALLS -> MarkdownTable.text("%,d calls up", place);
            };
        }
    }
}
