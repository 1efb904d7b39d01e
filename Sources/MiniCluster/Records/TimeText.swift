import Glibc

/// Times as YARN writes and reads them; milliseconds since 1970.
enum TimeText {
    /// The time now.
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// `2026-01-31T12:00:00.000+0000`, in UTC.
    static func iso8601(_ time: Int64) -> String {
        var seconds = time_t(time / 1000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func two(_ number: Int32) -> String { padded(Int64(number), 2) }
        let day = "\(padded(Int64(parts.tm_year) + 1900, 4))-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        let clock = "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        return "\(day)T\(clock).\(padded(time % 1000, 3))+0000"
    }

    /// The time of such a text; nil for another one. The offset from UTC may have a colon, or be `Z`.
    static func time(iso8601 text: String) -> Int64? {
        let bytes = Array(text.utf8)
        func number(_ start: Int, _ count: Int) -> Int32? {
            guard bytes.count >= start + count else { return nil }
            let digits = bytes[start..<start + count]
            guard digits.allSatisfy({ 48...57 ~= $0 }) else { return nil }
            return digits.reduce(0) { $0 * 10 + Int32($1 - 48) }
        }
        guard let year = number(0, 4), let month = number(5, 2), let day = number(8, 2), let hour = number(11, 2),
            let minute = number(14, 2), let second = number(17, 2),
            [4: "-", 7: "-", 10: "T", 13: ":", 16: ":"].allSatisfy({ [bytes[$0.key]] == Array($0.value.utf8) })
        else { return nil }
        var place = 19
        var fraction: Int32 = 0
        if bytes.count > place, bytes[place] == UInt8(ascii: ".") {
            guard let found = number(place + 1, 3) else { return nil }
            fraction = found
            place += 4
        }
        let zone = bytes[place...].filter { $0 != UInt8(ascii: ":") }
        var offset: Int32 = 0
        if zone != Array("Z".utf8) {
            let digits = zone.dropFirst()
            guard zone.count == 5, let sign = zone.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
                digits.allSatisfy({ 48...57 ~= $0 })
            else { return nil }
            let value = digits.reduce(0) { $0 * 10 + Int32($1 - 48) }
            offset = (value / 100 * 60 + value % 100) * 60 * (sign == UInt8(ascii: "-") ? -1 : 1)
        }
        var parts = tm()
        parts.tm_year = year - 1900
        parts.tm_mon = month - 1
        parts.tm_mday = day
        parts.tm_hour = hour
        parts.tm_min = minute
        parts.tm_sec = second
        return (Int64(timegm(&parts)) - Int64(offset)) * 1000 + Int64(fraction)
    }

    /// As Java's `Date` prints it in diagnostics: `2026-01-31 12:00:00.000`.
    static func diagnostics(_ time: Int64) -> String {
        String(iso8601(time).dropLast(5).map { $0 == "T" ? " " : $0 })
    }
}
