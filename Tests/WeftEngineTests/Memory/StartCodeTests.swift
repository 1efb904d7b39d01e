import Glibc
import Testing

@testable import WeftEngine

struct StartCodeTests {
    /// KiB of code that the kernel has mapped for this process.
    private static func mappedCode() throws -> Int {
        let file = try #require(fopen("/proc/self/smaps", "r"))
        defer { fclose(file) }
        var total = 0
        var isCode = false
        var line = [CChar](repeating: 0, count: 4096)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let words = text.split { $0 == " " || $0 == "\n" }
            if words.count > 1, words[1].count == 4, words[0].contains("-") {
                isCode = words[1] == "r-xp"
            } else if isCode, words.first == "Rss:" {
                total += Int(words[1]) ?? 0
            }
        }
        return total
    }

    @Test("code that only starting needed isn't resident any more, and what is needed comes back")
    func unmapped() throws {
        let before = try Self.mappedCode()
        ResidentMemory.unmapStartCode()
        let after = try Self.mappedCode()
        #expect(before > 0)
        #expect(after < before)
        #expect([3, 1, 2].sorted() == [1, 2, 3])
    }
}
