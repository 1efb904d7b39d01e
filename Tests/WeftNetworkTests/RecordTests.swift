import Crypto
import FoundationEssentials
import NIOCore
import Testing
import WeftDiagnostics

@testable import WeftNetwork

@Suite struct RecordTests {
    private let key = SymmetricKey(data: [UInt8](repeating: 7, count: 32))

    private func seal(_ texts: [String]) throws -> [ByteBuffer] {
        var sealer = RecordSealer(key: key)
        return try texts.map { text in
            var record = ByteBuffer()
            try ByteBuffer(string: text).withUnsafeReadableBytes { try sealer.seal($0, into: &record) }
            return record
        }
    }

    /// The texts of these records, until one can't be opened.
    private func open(_ records: [ByteBuffer]) throws -> [String] {
        var opener = RecordOpener(key: key)
        return try records.map { record in
            var record = record
            return String(decoding: try #require(try opener.open(from: &record)), as: UTF8.self)
        }
    }

    @Test("Records open in the order they were sealed")
    func inOrder() throws {
        #expect(try open(seal(["one", "", "three"])) == ["one", "", "three"])
    }

    @Test("A record that is repeated, moved or left out isn't opened")
    func outOfOrder() throws {
        let records = try seal(["one", "two", "three"])
        for order in [[0, 0], [1], [0, 2], [0, 1, 1], [0, 1, 0]] {
            #expect(thrown { _ = try open(order.map { records[$0] }) }?.code == "broken-record")
        }
    }

    @Test("A record with any bit changed isn't opened")
    func tampered() throws {
        let record = try seal(["some text"])[0]
        for index in 0..<record.readableBytes {
            for bit in 0..<8 as Range<UInt8> {
                var bytes = Array(record.readableBytesView)
                bytes[index] ^= 1 << bit
                var opener = RecordOpener(key: key)
                var changed = ByteBuffer(bytes: bytes)
                do {
                    let opened = try opener.open(from: &changed)
                    // A longer length waits for bytes that don't come, and fails when they do.
                    #expect(opened == nil && index < 4)
                } catch {
                    #expect(["broken-record", "broken-stream"].contains((error as? WeftError)?.code))
                }
            }
        }
    }

    @Test("A record's length is checked before its bytes are waited for")
    func lengths() throws {
        let opener = RecordOpener(key: key)
        for (length, allowed) in [
            (UInt32(0), false), (15, false), (16, true), (UInt32(Record.maxPlainBytes + 16), true),
            (UInt32(Record.maxPlainBytes + 17), false), (.max, false),
        ] {
            let buffer = ByteBuffer(integer: length)
            if allowed {
                #expect(try opener.recordBytes(in: buffer) == Int(length) + 4)
            } else {
                #expect(thrown { _ = try opener.recordBytes(in: buffer) }?.code == "broken-stream")
            }
        }
        #expect(try opener.recordBytes(in: ByteBuffer(bytes: [0, 0, 0])) == nil)
    }

    @Test("A half record is left where it is")
    func half() throws {
        let record = try seal(["some text"])[0]
        for count in 0..<record.readableBytes {
            var opener = RecordOpener(key: key)
            var part = ByteBuffer(bytes: record.readableBytesView.prefix(count))
            #expect(try opener.open(from: &part) == nil)
            #expect(part.readableBytes == count)
        }
    }

    @Test("A key isn't used for more records than is safe")
    func overflow() throws {
        var sealer = RecordSealer(key: key, counter: Record.maxRecords - 1)
        var opener = RecordOpener(key: key, counter: Record.maxRecords - 1)
        var record = ByteBuffer()
        try [UInt8(1)].withUnsafeBytes { try sealer.seal($0, into: &record) }
        #expect(try opener.open(from: &record)?.count == 1)
        #expect(thrown { try [UInt8(1)].withUnsafeBytes { try sealer.seal($0, into: &record) } }?.code == "key-used-up")
        record = try seal(["x"])[0]
        #expect(thrown { _ = try opener.open(from: &record) }?.code == "key-used-up")
    }

    @Test("Each record has a nonce of its own")
    func nonces() throws {
        let counters: [UInt64] = [0, 1, 255, 256, 1 << 32, Record.maxRecords - 1]
        #expect(Set(try counters.map { Array(try Record.nonce($0)) }).count == counters.count)
        #expect(Array(try Record.nonce(0x0102)) == [0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0])
    }
}
