import HadoopProtos
import Testing
import WeftDiagnostics

@testable import HDFS

@Suite("The blocks of a file")
struct LocatedBlocksTests {
    private func block(_ id: UInt64, _ offset: UInt64, _ length: UInt64?) -> LocatedBlockProto {
        LocatedBlockProto(
            b: ExtendedBlockProto(poolId: "BP", blockId: id, generationStamp: 1, numBytes: length),
            offset: offset,
            corrupt: false,
            blockToken: TokenProto(identifier: [], password: [], kind: "", service: "")
        )
    }

    private func answer(
        _ blocks: [LocatedBlockProto],
        length: UInt64,
        last: LocatedBlockProto? = nil
    ) -> LocatedBlocksProto {
        LocatedBlocksProto(
            fileLength: length,
            blocks: blocks,
            underConstruction: last != nil,
            lastBlock: last,
            isLastBlockComplete: last == nil
        )
    }

    @Test("Blocks are found by any of their bytes; what nobody has asked for isn't")
    func finding() throws {
        var blocks = LocatedBlocks()
        try blocks.update(answer([block(1, 0, 100), block(2, 100, 100)], length: 500), visibleLength: 0)
        try blocks.update(answer([block(5, 400, 100)], length: 500), visibleLength: 0)
        for (position, id) in [(0, 1), (99, 1), (100, 2), (199, 2), (400, 5), (499, 5)] as [(UInt64, UInt64)] {
            #expect(blocks.block(at: position)?.b.blockId == id)
        }
        for position in [200, 399, 500, .max] as [UInt64] { #expect(blocks.block(at: position) == nil) }
        try blocks.update(answer([block(3, 200, 100), block(4, 300, 100)], length: 500), visibleLength: 0)
        #expect(blocks.block(at: 399)?.b.blockId == 4)
        #expect(blocks.blocks.map(\.b.blockId) == [1, 2, 3, 4, 5])
        #expect(blocks.length == 500)
    }

    @Test("Fresh locations of a block take the place of old ones")
    func refetching() throws {
        var blocks = LocatedBlocks()
        try blocks.update(answer([block(1, 0, 100), block(2, 100, 50)], length: 150), visibleLength: 0)
        var fresh = block(1, 0, 100)
        fresh.blockToken.password = [7]
        try blocks.update(answer([fresh], length: 150), visibleLength: 0)
        #expect(blocks.block(at: 5)?.blockToken.password == [7])
        #expect(blocks.blocks.count == 2)
    }

    @Test("A block that is being written is seen as far as its readers see it")
    func underConstruction() throws {
        var blocks = LocatedBlocks()
        let last = block(2, 100, 0)
        try blocks.update(answer([block(1, 0, 100), last], length: 100, last: last), visibleLength: 30)
        #expect(blocks.isUnderConstruction)
        #expect(blocks.length == 130)
        #expect(blocks.block(at: 99)?.b.blockId == 1)
        #expect(blocks.block(at: 129)?.b.blockId == 2)
        #expect(blocks.block(at: 129)?.b.numBytes == 30)
        #expect(blocks.block(at: 130) == nil)
        // A DataNode that hasn't got as far yet takes nothing away, but when the length is asked for anew.
        try blocks.update(answer([block(1, 0, 100), last], length: 100, last: last), visibleLength: 10)
        #expect(blocks.length == 130)
        try blocks.update(
            answer([block(1, 0, 100), last], length: 100, last: last),
            visibleLength: 0,
            mayShrink: true
        )
        #expect(blocks.length == 100)
        // And complete at last.
        try blocks.update(answer([block(1, 0, 100), block(2, 100, 64)], length: 164), visibleLength: 0)
        #expect(blocks.length == 164)
        #expect(!blocks.isUnderConstruction)
    }

    @Test("An empty file has no blocks")
    func empty() throws {
        var blocks = LocatedBlocks()
        try blocks.update(answer([], length: 0), visibleLength: 0)
        #expect(blocks.length == 0)
        #expect(blocks.block(at: 0) == nil)
    }

    @Test("Another file in the place of the one that was opened is noticed")
    func changed() throws {
        let others = [
            [block(9, 0, 100)], [block(1, 0, 150)], [block(9, 50, 100)], [block(9, 150, 100)],
        ]
        for other in others {
            var blocks = LocatedBlocks()
            try blocks.update(answer([block(1, 0, 100), block(2, 100, 100)], length: 200), visibleLength: 0)
            let before = blocks
            do {
                try blocks.update(answer(other, length: 300), visibleLength: 0)
                Issue.record("accepted \(other.map(\.offset))")
            } catch { #expect((error as? WeftError)?.code == "hdfs-file-changed") }
            #expect(blocks.blocks == before.blocks)
            #expect(blocks.length == before.length)
        }
    }

    private func isChanged(_ body: () throws -> Void) -> Bool {
        do { try body() } catch { return (error as? WeftError)?.code == "hdfs-file-changed" }
        return false
    }

    @Test("A file that is shorter than it was is another one, unless its length was asked for anew")
    func shrinking() throws {
        var blocks = LocatedBlocks()
        try blocks.update(answer([block(1, 0, 100), block(2, 100, 50)], length: 150), visibleLength: 0)
        for shorter in [
            answer([], length: 0), answer([block(1, 0, 100)], length: 100), answer([block(1, 0, 100)], length: 149),
        ] {
            #expect(isChanged { try blocks.update(shorter, visibleLength: 0) })
            #expect(blocks.length == 150)
        }
        try blocks.update(answer([block(1, 0, 60)], length: 60), visibleLength: 0, mayShrink: true)
        #expect(blocks.length == 60)
        #expect(blocks.blocks.map(\.end) == [60])
        try blocks.update(answer([block(1, 0, 60), block(9, 60, 90)], length: 150), visibleLength: 0)
        #expect(blocks.block(at: 100)?.b.blockId == 9)
    }

    @Test("A file of the same length whose last block is another one is another file")
    func otherLastBlock() throws {
        var blocks = LocatedBlocks()
        var first = answer([block(1, 0, 100)], length: 200)
        first.lastBlock = block(2, 100, 100)
        try blocks.update(first, visibleLength: 0)
        var other = answer([block(4, 100, 100)], length: 200)
        other.lastBlock = block(4, 100, 100)
        #expect(isChanged { try blocks.update(other, visibleLength: 0) })
        // It may well have got another block behind.
        var longer = answer([block(2, 100, 100)], length: 300)
        longer.lastBlock = block(3, 200, 100)
        try blocks.update(longer, visibleLength: 0)
        #expect(blocks.length == 300)
    }

    @Test("While nobody asks for the block that is being written, what could be seen of it stays")
    func lastBlockStays() throws {
        var blocks = LocatedBlocks()
        let last = block(2, 100, 0)
        try blocks.update(answer([block(1, 0, 100)], length: 100, last: last), visibleLength: 30)
        var fresh = block(1, 0, 100)
        fresh.blockToken.password = [7]
        try blocks.update(answer([fresh], length: 100, last: last), visibleLength: nil)
        #expect(blocks.length == 130)
        #expect(blocks.block(at: 5)?.blockToken.password == [7])
        #expect(blocks.block(at: 129)?.b.blockId == 2)
        // It is complete, and another one is being written.
        try blocks.update(answer([block(2, 100, 64)], length: 164, last: block(3, 164, 0)), visibleLength: nil)
        #expect(blocks.length == 164)
        #expect(blocks.block(at: 163)?.b.blockId == 2)
        // How long it is in all, isn't known as long as nobody asks.
        try blocks.update(answer([], length: 90, last: block(7, 90, 0)), visibleLength: nil)
        #expect(blocks.length == 164)
        #expect(isChanged { try blocks.update(answer([], length: 50, last: block(7, 50, 0)), visibleLength: 5) })
    }

    @Test("A complete file that somebody appends to is as long as it was, at least")
    func appended() throws {
        var blocks = LocatedBlocks()
        try blocks.update(answer([block(1, 0, 100), block(2, 100, 50)], length: 150), visibleLength: 0)
        let last = block(2, 100, 50)
        try blocks.update(answer([block(1, 0, 100)], length: 100, last: last), visibleLength: nil)
        #expect(blocks.length == 150)
        try blocks.update(answer([block(1, 0, 100)], length: 100, last: last), visibleLength: 0)
        #expect(blocks.length == 150)
        #expect(blocks.block(at: 149)?.b.blockId == 2)
        try blocks.update(answer([block(1, 0, 100)], length: 100, last: last), visibleLength: 70)
        #expect(blocks.length == 170)
    }

    @Test("Numbers that can't be are refused")
    func impossible() {
        for (answer, visible) in [
            (answer([block(1, 0, 200)], length: 100), 0), (answer([block(1, .max - 5, 100)], length: .max), 0),
            (answer([], length: .max, last: block(1, 0, 0)), 5),
        ] as [(LocatedBlocksProto, UInt64)] {
            var blocks = LocatedBlocks()
            #expect(throws: WeftError.self) { try blocks.update(answer, visibleLength: visible) }
        }
    }

    @Test("Whatever a NameNode answers, the list stays sorted and within the file")
    func fuzz() {
        let seed = Fuzzing.seed()
        var random = SplitMix(state: seed)
        let edges: [UInt64] = [0, 1, 9, 10, 11, 20, 30, 1 << 40, 1 << 63, .max - 1, .max]
        func number() -> UInt64 { edges[random.below(edges.count)] }
        var blocks = LocatedBlocks()
        for round in 0..<Fuzzing.inputs {
            if round % 20 == 0 { blocks = LocatedBlocks() }
            let count = random.below(4)
            let list = (0..<count).map { _ in block(number(), number(), random.below(5) == 0 ? nil : number()) }
            let last = random.below(3) == 0 ? block(number(), number(), number()) : nil
            let before = blocks.length
            let mayShrink = random.below(4) == 0
            let visible = random.below(4) == 0 ? nil : number()
            _ = try? blocks.update(
                answer(list, length: number(), last: last),
                visibleLength: visible,
                mayShrink: mayShrink
            )
            _ = blocks.block(at: number())
            guard mayShrink || blocks.length >= before else {
                Issue.record("seed \(seed), round \(round): \(blocks.length) after \(before)")
                return
            }
            var end: UInt64 = 0
            for block in blocks.blocks {
                guard block.offset >= end, block.end > block.offset else {
                    Issue.record("seed \(seed), round \(round): \(blocks.blocks.map { ($0.offset, $0.end) })")
                    return
                }
                end = block.end
            }
        }
    }
}
