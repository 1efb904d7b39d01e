import Foundation
import Testing

@Suite("Data larger than memory")
struct MemoryTests {
    /// What a run of the test application printed.
    private struct Report {
        var answer: String
        var growth: Int

        init(_ work: String, rows: Int) throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
                "weft-large-\(UUID().uuidString)"
            )
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let outcome = try Program.application(
                "large",
                work,
                "\(rows)",
                environment: [
                    "WEFT_MASTER": "local[2]", "WEFT_DRIVER_MEMORY": "64m", "WEFT_LOCAL_DIR": folder.path,
                    "WEFT_UI_SHOW_CONSOLE_PROGRESS": "false",
                ]
            ).run()
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
            func value(_ name: String) throws -> String {
                let line = try #require(outcome.lines.first { $0.hasPrefix(name + " ") }, "\(outcome.output)")
                return String(line.dropFirst(name.count + 1))
            }
            answer = try value("answer")
            growth = try #require(Int(try value("growth")))
        }
    }

    /// What a process with 64 MiB of memory may grow by: an eighth more, for what comes between two looks at it. The data are
    /// five times as much.
    private static let limit = 72 << 20

    @Test("groups, one of them large")
    func groups() throws {
        let report = try Report("group", rows: 1_000_000)
        #expect(report.answer == "1000000 98001")
        #expect(report.growth < Self.limit, "\(report.growth >> 20) MiB")
    }

    @Test("a sort")
    func sort() throws {
        let report = try Report("sort", rows: 1_000_000)
        #expect(report.answer == "1000000")
        #expect(report.growth < Self.limit, "\(report.growth >> 20) MiB")
    }

    @Test("a join of which one key has a fifth of the rows")
    func join() throws {
        let report = try Report("join", rows: 1_000_000)
        #expect(report.answer == "1000000")
        #expect(report.growth < Self.limit, "\(report.growth >> 20) MiB")
    }

    @Test("distinct rows")
    func distinct() throws {
        let report = try Report("distinct", rows: 1_600_000)
        #expect(report.answer == "800000")
        #expect(report.growth < Self.limit, "\(report.growth >> 20) MiB")
    }
}
