package io.switchhook.provisioning.resource;

import java.time.DayOfWeek;
import java.util.List;

/// The rules of daylight saving time: `auto_dst.url`.
public record DaylightSaving(List<Zone> zones) {
    public DaylightSaving {
        zones = List.copyOf(zones);
    }

    /// When the clocks change.
    public sealed interface Change {
        /// The hour of a day of a month.
        ///
        /// @param month from 1
        /// @param hour from 0
        record OnDate(int month, int day, int hour) implements Change {}

        /// The hour of a weekday of a month.
        ///
        /// @param week from 1; 5 is the last one of the month
        record OnWeekday(int month, int week, DayOfWeek day, int hour) implements Change {}

        /// How the file says it: with slashes, and weekdays from Monday as 1.
        default String written() {
            return switch (this) {
                case OnDate(int month, int day, int hour) -> month + "/" + day + "/" + hour;
                case OnWeekday(int month, int week, DayOfWeek day, int hour) ->
                        month + "/" + week + "/" + day.getValue() + "/" + hour;
            };
        }
    }

    /// A time zone that has daylight saving time.
    ///
    /// @param offset hours from UTC as phones have it, such as `+1` or `-3:30`
    /// @param name the maker's, such as `Germany(Berlin)`
    /// @param start of the same kind as the end
    /// @param minutes by which clocks are put forward, -300 to 300
    public record Zone(String offset, String name, Change start, Change end, int minutes) {
        /// @throws IllegalArgumentException if something cannot be written
        public Zone {
            if (!offset.matches("[+-][0-9]{1,2}(:[0-9]{2})?|0"))
                throw new IllegalArgumentException("no hours from UTC: " + offset);
            if (minutes < -300 || minutes > 300)
                throw new IllegalArgumentException("not from -300 to 300 minutes: " + minutes);
            if (start.getClass() != end.getClass())
                throw new IllegalArgumentException("one by date and the other by week");
        }
    }

    public String xml() {
        var xml = new Xml().begin("DSTData");
        for (var zone : zones)
            xml.row(
                    "DST",
                    "szTime",
                    zone.offset(),
                    "szZone",
                    zone.name(),
                    "iType",
                    zone.start() instanceof Change.OnDate ? "0" : "1",
                    "szStart",
                    zone.start().written(),
                    "szEnd",
                    zone.end().written(),
                    "szOffset",
                    Integer.toString(zone.minutes()));
        return xml.end().text();
    }
}
