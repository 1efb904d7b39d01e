import Glibc

/// Times as the commands print and take them.
enum TimeText {
    /// `2024-02-29 13:37`, in the time zone of this process.
    static func minutes(_ milliseconds: Int64) -> String { format(milliseconds, isLocal: true, withSeconds: false) }

    /// `2024-02-29 13:37:00`, in the time zone of this process.
    static func seconds(_ milliseconds: Int64) -> String { format(milliseconds, isLocal: true, withSeconds: true) }

    /// `2024-02-29 13:37:00`, in UTC.
    static func secondsUTC(_ milliseconds: Int64) -> String { format(milliseconds, isLocal: false, withSeconds: true) }

    /// Reads `yyyyMMdd:HHmmss`, in the time zone of this process; nil when it isn't that.
    static func parse(_ text: String) -> Int64? {
        let digits = Array(text.utf8)
        guard digits.count == 15, digits[8] == UInt8(ascii: ":") else { return nil }
        func number(_ range: Range<Int>) -> Int32? {
            digits[range].reduce(Int32?(0)) { value, digit in
                guard let value, (48...57).contains(digit) else { return nil }
                return value * 10 + Int32(digit) - 48
            }
        }
        guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8), let hour = number(9..<11),
            let minute = number(11..<13), let second = number(13..<15), (1...12).contains(month),
            (1...31).contains(day),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var parts = tm()
        parts.tm_year = year - 1900
        parts.tm_mon = month - 1
        parts.tm_mday = day
        parts.tm_hour = hour
        parts.tm_min = minute
        parts.tm_sec = second
        parts.tm_isdst = -1
        let seconds = mktime(&parts)
        // mktime makes 1 March of 30 February.
        guard parts.tm_mday == day else { return nil }
        return Int64(seconds) * 1000
    }

    /// Now, in milliseconds since 1970.
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// The seconds that are over, before 1970 too.
    static func wholeSeconds(_ milliseconds: Int64) -> Int64 {
        milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0)
    }

    private static func format(_ milliseconds: Int64, isLocal: Bool, withSeconds: Bool) -> String {
        var seconds = time_t(wholeSeconds(milliseconds))
        var parts = tm()
        guard (isLocal ? localtime_r(&seconds, &parts) : gmtime_r(&seconds, &parts)) != nil else { return "?" }
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let year = String(Int(parts.tm_year) + 1900)
        let date =
            "\(String(repeating: "0", count: max(0, 4 - year.count)))\(year)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        let time = "\(two(parts.tm_hour)):\(two(parts.tm_min))"
        return withSeconds ? "\(date) \(time):\(two(parts.tm_sec))" : "\(date) \(time)"
    }
}
