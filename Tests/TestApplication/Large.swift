import Foundation
import Synchronization
import Weft

/// Works on more data than there is memory and prints the answer, and by how much the process grew.
struct Large: Application {
    static let configuration = CommandConfiguration(commandName: "large")

    enum Work: String, ExpressibleByArgument {
        case group, sort, join, distinct
    }

    @Argument var work: Work
    @Argument(help: "How many rows.") var rows: Int

    func run(in context: Context) async throws {
        let peak = PeakMemory()
        let rows = rows
        let padding = String(repeating: "-", count: 250)
        switch work {
        case .group:
            // One key has a fiftieth of the rows, which are one row of the result.
            let pairs = context.range(0..<rows, partitions: 8).map { row in
                (row % 50 == 0 ? -1 : row % (rows / 10), "value \(row) \(padding)")
            }
            let lengths = pairs.groupByKey(partitions: 8).mapValues { $0.count }
            print("answer \(try await lengths.values().sum()) \(try await lengths.count())")
        case .sort:
            let texts = context.range(0..<rows, partitions: 8).map { row in
                Bytes("\(UInt64(row) &* 0x9E37_79B9_7F4A_7C15) \(padding)")
            }
            let disorder = texts.sortBy(partitions: 8) { $0 }.mapPartitions { rows in
                var last: Bytes?
                var count = 0
                var wrong = 0
                for row in rows {
                    if let last, row < last { wrong += 1 }
                    last = row
                    count += 1
                }
                return [count, wrong * 1_000_000_000]
            }
            print("answer \(try await disorder.sum())")
        case .join:
            // One key has a fifth of the left side's rows.
            let left = context.range(0..<rows, partitions: 8).map { row in
                (row % 5 == 0 ? -1 : row, "left \(row) \(padding)")
            }
            let right = context.range(-1..<rows, partitions: 8).map { ($0, $0) }
            print("answer \(try await left.join(right, partitions: 8).count())")
        case .distinct:
            let texts = context.range(0..<rows, partitions: 8).map { row in
                "\(padding) \(row % (rows / 2))"
            }
            print("answer \(try await texts.distinct(partitions: 8).count())")
        }
        print("growth \(peak.growth)")
    }
}

/// The most anonymous memory that the process has had since this was made, sampled every few milliseconds.
private final class PeakMemory: Sendable {
    private let base = PeakMemory.anonymousBytes()
    private let peak = Atomic<Int>(0)

    init() {
        Thread.detachNewThread { [weak self] in
            while let self {
                self.peak.max(Self.anonymousBytes(), ordering: .relaxed)
                usleep(2000)
            }
        }
    }

    var growth: Int { peak.load(ordering: .relaxed) - base }

    private static func anonymousBytes() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let pages = text.split(separator: " ").compactMap { Int($0) }
        return pages.count > 2 ? (pages[1] - pages[2]) * sysconf(Int32(_SC_PAGESIZE)) : 0
    }
}
