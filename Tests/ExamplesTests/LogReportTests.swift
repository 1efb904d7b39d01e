import Foundation
import Testing

@Suite struct LogReportTests {
    @Test(arguments: Example.masters)
    func aLogIsReported(master: String) throws {
        let folder = try TemporaryFolder()
        let log = Log(lines: 2000)
        let input = try folder.write(log.text, to: "access.log")
        let outcome = try Example.run(on: master, "LogReport", input, "--top", "5")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output == log.report(top: 5))
    }

    @Test(arguments: Example.masters)
    func grepTakesAndWritesMatchingLines(master: String) throws {
        let folder = try TemporaryFolder()
        var log = Log(lines: 500)
        let input = try folder.write(log.text, to: "access.log")
        log.entries.removeAll { !$0.line.contains(" /docs/") }
        #expect(log.entries.count > 10)
        let outcome = try Example.run(on: master, "LogReport", input, "--grep", " /docs/", "--output", folder / "lines")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output == log.report(top: 10))
        #expect(try folder.lines(of: "lines") == log.entries.map(\.line))
    }

    @Test(arguments: [
        // The combined format, a query, no size, another client's name.
        (#"h - - [01/Jan/2024:00:59:59 +0000] "GET /a?b=1 HTTP/1.1" 200 5 "-" "x""#, "200 /a 2024-01-01 00:00 5"),
        (#"h - a b [29/Feb/2024:23:00:00 +0200] "HEAD / HTTP/1.1" 304 -"#, "304 / 2024-02-29 23:00 0"),
        // Quotes and spaces in the request; an IPv6 address; no protocol, as HTTP 0.9 has it.
        (#"::1 - - [31/Dec/1999:12:00:00 +0000] "GET /a\" b HTTP/1.1" 404 1"#, #"404 /a\" 1999-12-31 12:00 1"#),
        (#"h - - [31/Dec/1999:12:00:00 +0000] "GET /old" 200 7"#, "200 /old 1999-12-31 12:00 7"),
        ("", nil), ("rubbish", nil), (#"h - - [] "GET / HTTP/1.1" 200 5"#, nil),
        (#"h - - [31/Dez/1999:12:00:00 +0000] "GET / HTTP/1.1" 200 5"#, nil),
        (#"h - - [31/anF/1999:12:00:00 +0000] "GET / HTTP/1.1" 200 5"#, nil),
        (#"h - - [31/Dec/1999:24:00:00 +0000] "GET / HTTP/1.1" 200 5"#, nil),
        (#"h - - [31/Dec/1999:12:00:00 +0000] "GET" 200 5"#, nil),
        (#"h - - [31/Dec/1999:12:00:00 +0000] "GET / HTTP/1.1" 20x 5"#, nil),
        (#"h - - [31/Dec/1999:12:00:00 +0000] "GET / HTTP/1.1" 200 -5"#, nil),
        (#"h - - [31/Dec/1999:12:00:00 +0000] "GET / HTTP/1.1" 200"#, nil),
        (#"h - - [31/Dec/1999:12:00:00 +0000] "GET / HTTP/1.1 200 5"#, nil),
    ])
    func formsOfLines(line: String, found: String?) throws {
        let folder = try TemporaryFolder()
        let outcome = try Example.run("LogReport", try folder.write(line + "\n", to: "log"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        #expect(lines[0] == "lines     1")
        #expect(lines[1] == "malformed \(found == nil ? 1 : 0)")
        if found != nil {
            let words = lines.filter { $0.first?.isNumber == true || $0.first == " " }.map { $0.split(separator: " ") }
            try #require(words.count == 3)
            #expect("\(words[0][0]) \(words[1][1]) \(words[2][0]) \(words[2][1]) \(words[2][2])" == found)
        } else {
            #expect(lines.count { $0.first?.isNumber == true || $0.first == " " } == 0)
        }
    }
}

/// A log whose report is known from how it was made.
private struct Log {
    struct Entry {
        var line: String
        /// What a well-formed line says.
        var request: (status: Int, path: String, hour: String, bytes: Int)?
    }

    var entries: [Entry] = []

    var text: String { entries.map(\.line).joined(separator: "\n") + "\n" }

    init(lines: Int) {
        var generator = SplitMix64(seed: 5)
        let months = ["Jan": "01", "Jun": "06", "Dec": "12"]
        for number in 0..<lines {
            if number % 37 == 5 {
                entries.append(Entry(line: "malformed line \(number)"))
                continue
            }
            let status = [200, 200, 200, 304, 404, 500].randomElement(using: &generator) ?? 200
            let page = Int.random(in: 0..<8, using: &generator)
            let path = ["/docs/a-page-with-a-long-name-\(page)", "/p\(page)"].randomElement(using: &generator) ?? "/"
            let month = months.sorted { $0.key < $1.key }.randomElement(using: &generator) ?? ("Jan", "01")
            let hour = String(format: "%02d", Int.random(in: 0..<24, using: &generator))
            let bytes = Int.random(in: 0..<100_000, using: &generator)
            let query = number % 3 == 0 ? "?q=\(number)" : ""
            let combined = number % 2 == 0 ? #" "http://example.org/" "Browser/1.0 (X; Y)""# : ""
            let line =
                "192.0.2.\(number % 250) - user [17/\(month.key)/2024:\(hour):05:59 +0100] \"GET \(path)\(query) HTTP/1.1\" "
                + "\(status) \(bytes)\(combined)"
            entries.append(Entry(line: line, request: (status, path, "2024-\(month.value)-17 \(hour):00", bytes)))
        }
    }

    func report(top: Int) -> String {
        let requests = entries.compactMap(\.request)
        var statuses: [Int: Int] = [:], paths: [String: Int] = [:], hours: [String: Int] = [:]
        for request in requests {
            statuses[request.status, default: 0] += 1
            paths[request.path, default: 0] += 1
            hours[request.hour, default: 0] += request.bytes
        }
        var text = "lines     \(entries.count)\nmalformed \(entries.count - requests.count)\n\nstatus  requests\n"
        for (status, count) in statuses.sorted(by: { $0.key < $1.key }) { text += "\(status)     \(count)\n" }
        text += "\nrequests  path\n"
        for (path, count) in paths.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).prefix(top) {
            text += String(format: "%8d  ", count) + path + "\n"
        }
        text += "\nhour             bytes\n"
        for (hour, bytes) in hours.sorted(by: { $0.key < $1.key }) { text += hour + String(format: "  %9d\n", bytes) }
        return text
    }
}
