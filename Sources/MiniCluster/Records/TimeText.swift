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
        var parts = tm()
        let fraction: Int64
        guard let end = text.withCString({ start in
            strptime(start, "%Y-%m-%dT%H:%M:%S", &parts).map { UnsafePointer($0) - start }
        }) else { return nil }
        var rest = text.utf8.dropFirst(end)
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { 48...57 ~= $0 }
            guard digits.count == 3, let number = Int64(String(digits) ?? "") else { return nil }
            fraction = number
            rest = rest.dropFirst(4)
        } else {
            fraction = 0
        }
        let zone = (String(rest) ?? "").filter { $0 != ":" }
        var offset: Int64 = 0
        if zone != "Z" {
            guard zone.utf8.count == 5, let sign = zone.first, sign == "+" || sign == "-",
                let hours = Int64(zone.dropFirst().prefix(2)), let minutes = Int64(zone.suffix(2))
            else { return nil }
            offset = (hours * 60 + minutes) * 60 * (sign == "-" ? -1 : 1)
        }
        return (Int64(timegm(&parts)) - offset) * 1000 + fraction
    }

    /// As Java's `Date` prints it in diagnostics: `2026-01-31 12:00:00.000`.
    static func diagnostics(_ time: Int64) -> String {
        String(iso8601(time).dropLast(5).map { $0 == "T" ? " " : $0 })
    }
}
