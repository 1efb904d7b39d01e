import HadoopProtos
import HadoopRPC
import Synchronization
import Testing
import WeftDiagnostics

@testable import HDFS

@Suite("Files that change while they are read")
struct ChangingFileTests {
    private func error(_ body: () throws -> Void) -> WeftError? {
        do {
            try body()
            return nil
        } catch { return error as? WeftError }
    }

    /// A file of three blocks of 10,000 bytes, of which the NameNode names one at a time.
    private func file(_ data: [UInt8]) -> (FakeNamenode, [FakeDatanode]) {
        let nodes = (0..<3).map { FakeDatanode(Array(data[$0 * 10_000..<$0 * 10_000 + 10_000]), name: "dn\($0)") }
        let namenode = FakeNamenode(
            nodes.enumerated().map { Fixtures.block(UInt64($0 + 1), at: $0 * 10_000, length: 10_000, on: [$1]) }
        )
        namenode.state.withLock { $0.blocksPerAnswer = 1 }
        return (namenode, nodes)
    }

    @Test(
        "A file that gets shorter is an error, and doesn't look complete",
        arguments: [0, 1, 2],
        [1_000, 10_000, 15_000, 1 << 20]
    )
    func shorter(blocksLeft: Int, bufferSize: Int) throws {
        let data = Fixtures.data(30_000)
        let (namenode, nodes) = file(data)
        let stream = try HDFSInputStream(path: "/f", context: Fixtures.context(namenode))
        namenode.state.withLock { state in
            state.blocks = Array(state.blocks.prefix(blocksLeft))
            if blocksLeft == 2 {
                // Cut off in the middle of a block.
                state.blocks[1].b.numBytes = 4_000
            }
        }
        var read = 0
        var buffer = [UInt8](repeating: 0, count: bufferSize)
        let failure = error {
            while case let count = try buffer.withUnsafeMutableBytes({ try stream.read(into: $0) }), count > 0 {
                #expect(Array(buffer[..<count]) == Array(data[read..<read + count]))
                read += count
            }
        }
        #expect(failure?.code == "hdfs-file-changed")
        #expect(failure?.details.contains(.init("path", "/f")) == true)
        #expect(read == 10_000)
        #expect(stream.length == 30_000)
        // And again, whoever asks.
        #expect(error { _ = try stream.readAll() }?.code == "hdfs-file-changed")
        #expect(error { _ = try stream.bytes(at: 12_000, count: 10) }?.code == "hdfs-file-changed")
        #expect(try stream.bytes(at: 5_000, count: 10) == Array(data[5_000..<5_010]))
        // Who asks for the length sees it.
        try stream.refresh()
        #expect(stream.length == [0, 10_000, 14_000][blocksLeft])
        withExtendedLifetime(nodes) {}
    }

    @Test("What ended a read that had given bytes is thrown by the next one, even if it has passed by then")
    func keptError() throws {
        let data = Fixtures.data(30_000)
        let (namenode, nodes) = file(data)
        let stream = try HDFSInputStream(path: "/f", context: Fixtures.context(namenode))
        let blocks = namenode.state.withLock { $0.blocks }
        namenode.state.withLock { $0.exists = false }
        var buffer = [UInt8](repeating: 0, count: 20_000)
        func read() throws -> Int { try buffer.withUnsafeMutableBytes { try stream.read(into: $0) } }
        #expect(try read() == 10_000)
        namenode.state.withLock {
            $0.exists = true
            $0.blocks = blocks
        }
        #expect(error { _ = try read() }?.code == "input-not-found")
        #expect(try read() == 20_000)
        #expect(buffer == Array(data[10_000...]))
        withExtendedLifetime(nodes) {}
    }

    @Test("A block is read while the one that is being written can't be asked for", arguments: [false, true])
    func unreachableLastBlock(usesPositions: Bool) throws {
        let data = Fixtures.data(20_000)
        let first = FakeDatanode(Array(data[..<10_000]))
        first.faults.withLock { $0 = [.wants(tokenPassword: [2])] }
        let second = FakeDatanode(Array(data[10_000...]))
        let namenode = FakeNamenode([Fixtures.block(1, length: 10_000, on: [first])])
        namenode.state.withLock {
            $0.isUnderConstruction = true
            $0.lastBlock = Fixtures.block(2, at: 10_000, length: 0, on: [second])
            $0.blocks[0].blockToken = Fixtures.token([1])
            $0.afterLocating = { $0.blocks[0].blockToken = Fixtures.token([2]) }
        }
        let isReachable = Mutex(true)
        let stream = try HDFSInputStream(
            path: "/f",
            context: Fixtures.context(namenode) { _, _ in
                guard isReachable.withLock({ $0 }) else { throw WeftError("connect-timeout", "nobody answers") }
                return 10_000
            }
        )
        isReachable.withLock { $0 = false }
        // The token of the first block is fetched again for this.
        let read = try usesPositions ? stream.bytes(at: 0, count: 20_000) : stream.readAll()
        #expect(read == data)
        #expect(namenode.count(of: "getBlockLocations") == 2)
    }

    @Test("Reports of wrong data don't hold a reader up")
    func slowReport() throws {
        let data = Fixtures.data(5_000)
        let nodes = (0..<2).map { FakeDatanode(data, name: "dn\($0)") }
        nodes[0].faults.withLock { $0 = [.flipIn(packet: 0)] }
        let namenode = FakeNamenode([Fixtures.block(1, length: 5_000, on: nodes)])
        let hasRead = Mutex(false)
        let wasLate = Mutex(false)
        namenode.state.withLock {
            $0.beforeReport = {
                let deadline = Deadline.after(milliseconds: 60_000)
                while !hasRead.withLock({ $0 }), !deadline.hasPassed { Pause.sleep(milliseconds: 1) }
                wasLate.withLock { $0 = deadline.hasPassed }
            }
        }
        let stream = try HDFSInputStream(path: "/f", context: Fixtures.context(namenode))
        #expect(try stream.readAll() == data)
        hasRead.withLock { $0 = true }
        stream.close()
        #expect(!wasLate.withLock { $0 })
        #expect(namenode.count(of: "reportBadBlocks") == 1)
    }
}
