import Glibc
import Weft

/// Writes a text whose words are as frequent as those of a language are: the word of rank r comes in proportion to 1/r.
///
/// The same seed makes the same text everywhere.
struct MakeText: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "text", abstract: "Write the text to count words in.")

    @Argument(help: "The file to write.")
    var path: String

    @Option(help: "At least how many bytes.")
    var bytes = 200_000_000

    @Option(help: "How many different words.")
    var vocabulary = 97_000

    @Option(help: "What the text depends on.")
    var seed: UInt64 = 1

    func run() throws {
        var random = SplitMix(state: seed)
        let words = Vocabulary(size: vocabulary, &random)
        let frequencies = AliasTable(weights: (1...vocabulary).map { 1 / Double($0) })
        let output = try OutputText(path)
        var line: [UInt8] = []
        while output.count < bytes {
            line.removeAll(keepingCapacity: true)
            // 4 to 15 words a line.
            for index in 0..<(4 + random.below(12)) {
                if index > 0 { line.append(0x20) }
                line.append(contentsOf: words[frequencies.draw(&random)])
            }
            line.append(0x0A)
            try output.write(line)
        }
        try output.finish()
    }
}

/// Different words; the frequent ones are short.
private struct Vocabulary {
    private var words: [[UInt8]] = []

    init(size: Int, _ random: inout SplitMix) {
        var present: Set<[UInt8]> = []
        while words.count < size {
            let word = Self.word(rank: words.count + 1, &random)
            if present.insert(word).inserted { words.append(word) }
        }
    }

    subscript(index: Int) -> [UInt8] { words[index] }

    private static func word(rank: Int, _ random: inout SplitMix) -> [UInt8] {
        var length = Int(1.8 + 0.4 * log2(Double(rank))) + random.below(3)
        // One in a hundred is longer than what the engine keeps inside a row.
        if random.below(100) == 0 { length += 10 }
        var word: [UInt8] = []
        for _ in 0..<max(2, length) {
            // One letter in two hundred of the rarer words isn't ASCII.
            if rank > 200 && random.below(200) == 0 {
                word += [0xC3, UInt8(0xA0 + random.below(23))]
            } else {
                word.append(UInt8(0x61 + random.below(26)))
            }
        }
        return word
    }
}

/// Draws indices in proportion to their weights, in the same time for any number of them (Walker's alias method).
private struct AliasTable {
    private var share: [Double]
    private var alias: [Int]

    init(weights: [Double]) {
        let mean = weights.reduce(0, +) / Double(weights.count)
        share = weights.map { $0 / mean }
        alias = Array(weights.indices)
        var below = share.indices.filter { share[$0] < 1 }
        var above = share.indices.filter { share[$0] >= 1 }
        while let small = below.popLast(), let large = above.last {
            alias[small] = large
            share[large] -= 1 - share[small]
            if share[large] < 1 {
                above.removeLast()
                below.append(large)
            }
        }
    }

    func draw(_ random: inout SplitMix) -> Int {
        let index = random.below(share.count)
        return Double(random.next() >> 11) * 0x1p-53 < share[index] ? index : alias[index]
    }
}

/// A file that is written in large pieces under another name and renamed when it is whole.
private final class OutputText {
    private let path: String
    private let file: UnsafeMutablePointer<FILE>
    private(set) var count = 0

    init(_ path: String) throws {
        self.path = path
        guard let file = fopen(path + ".part", "w") else { throw Self.failure(path) }
        self.file = file
        setvbuf(file, nil, _IOFBF, 1 << 20)
    }

    func write(_ bytes: [UInt8]) throws {
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Self.failure(path) }
        count += bytes.count
    }

    func finish() throws {
        guard fclose(file) == 0, rename(path + ".part", path) == 0 else { throw Self.failure(path) }
    }

    private static func failure(_ path: String) -> ValidationError {
        ValidationError("can't write \(path): \(String(cString: strerror(errno)))")
    }
}
