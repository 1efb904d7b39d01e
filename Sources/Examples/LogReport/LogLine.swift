import Weft

/// A line of an access log in the common or the combined format:
///
///     192.0.2.7 - ann [10/Oct/2000:13:55:36 -0700] "GET /logo.gif HTTP/1.0" 200 2326 "http://from/" "Browser/1.0"
///
/// Everything is found by position, without texts in between: a log has more lines than anything else here.
struct LogLine {
    /// What was asked for, without the query.
    var path: Bytes
    /// The status code, from 100 to 599.
    var status: Int
    /// How many bytes were sent; 0 where the log has `-`.
    var bytes: Int
    /// The hour in the server's time zone, `2000-10-10 13:00`.
    var hour: Bytes

    /// Reads a line; nil when it has another form.
    init?(_ line: Bytes) {
        guard let timeStart = line.firstIndex(of: UInt8(ascii: "[")),
            let timeEnd = line.range(of: "] \"", from: timeStart),
            let requestEnd = Self.closingQuote(in: line, from: timeEnd.upperBound),
            let hour = Self.hour(line[timeStart + 1..<timeEnd.lowerBound])
        else { return nil }
        var request = line[timeEnd.upperBound..<requestEnd].fields(" ")
        var rest = line[(requestEnd + 2)...].fields(" ")
        guard request.next() != nil, let target = request.next(), !target.isEmpty,
            let status = rest.next()?.parseInt(), 100..<600 ~= status,
            let size = rest.next(), let bytes = size == "-" ? 0 : size.parseInt(), bytes >= 0
        else { return nil }
        path = target.firstIndex(of: UInt8(ascii: "?")).map { target.prefix($0) } ?? target
        self.status = status
        self.bytes = bytes
        self.hour = hour
    }

    /// Where the request ends: at a quote with a space behind it. One that belongs to the request has a backslash.
    private static func closingQuote(in line: Bytes, from start: Int) -> Int? {
        var start = start
        while let quote = line.range(of: "\" ", from: start) {
            if line[quote.lowerBound - 1] != UInt8(ascii: "\\") { return quote.lowerBound }
            start = quote.upperBound
        }
        return nil
    }

    /// `2000-10-10 13:00` of `10/Oct/2000:13:55:36 -0700`; nil when it has another form.
    private static func hour(_ time: Bytes) -> Bytes? {
        guard time.count >= 20, time[2] == UInt8(ascii: "/"), time[6] == UInt8(ascii: "/"),
            time[11] == UInt8(ascii: ":"), time[14] == UInt8(ascii: ":"),
            let day = time[0..<2].parseInt(), 1...31 ~= day,
            let month = months.range(of: time[3..<6]), month.lowerBound % 3 == 0,
            let year = time[7..<11].parseInt(), year >= 0,
            let hour = time[12..<14].parseInt(), 0...23 ~= hour
        else { return nil }
        let monthNumber = month.lowerBound / 3 + 1
        return Bytes("\(time[7..<11])-\(monthNumber < 10 ? "0" : "")\(monthNumber)-\(time[0..<2]) \(time[12..<14]):00")
    }

    private static let months: Bytes = "JanFebMarAprMayJunJulAugSepOctNovDec"
}
