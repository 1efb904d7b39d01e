import Glibc
import Weft

/// What a measured program tells: lines of `name<TAB>value`, written at once.
enum Report {
    static func line(_ name: String, _ value: some CustomStringConvertible) {
        print("\(name)\t\(value)")
        fflush(nil)
    }

    static func top<Word>(_ rows: [(Word, Int)]) {
        line("top", rows.map { "\($0.0)=\($0.1)" }.joined(separator: " "))
    }

    /// The time a job took, as its user waits for it.
    static func seconds(since start: ContinuousClock.Instant, as name: String = "seconds") {
        let parts = (ContinuousClock.now - start).components
        line(name, Double(parts.seconds) + Double(parts.attoseconds) * 1e-18)
    }

    /// The largest resident size of this process so far, as the kernel has it.
    static func peakMemory() {
        guard let status = fopen("/proc/self/status", "r") else { return }
        defer { fclose(status) }
        var text = [CChar](repeating: 0, count: 256)
        while fgets(&text, Int32(text.count), status) != nil {
            let fields = text.withUnsafeBytes { Bytes(copying: $0) }.words().prefix(2).map { $0 }
            if fields.count == 2, String(fields[0]) == "VmHWM:" { line("peak KiB", String(fields[1])) }
        }
    }
}
