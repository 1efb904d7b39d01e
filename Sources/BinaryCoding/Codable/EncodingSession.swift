import WeftDiagnostics

/// A container that was asked for inside of another one and may still be written to, in bytes of its own.
struct EncodingInsert {
    /// Where in the holder's bytes it belongs.
    var offset: Int
    /// Its frame, which knows its bytes.
    var frame: Int
}

/// The state of one value or container that is being encoded.
struct EncodingFrame {
    enum Kind {
        /// Nothing was written yet.
        case empty
        case keyed
        case unkeyed
        /// Exactly one value, written in place of this one.
        case single
    }

    /// Where its bytes go. The session's owner or the session itself keeps it alive.
    unowned(unsafe) var writer: ByteWriter
    /// The name's index if it is a field.
    var key: Int?
    var kind = Kind.empty
    /// Where the byte count is, for keyed and unkeyed ones.
    var lengthOffset = 0
    /// How many values an unkeyed one holds.
    var count = 0
}

/// What all Codable values of a column share while they are encoded: names, open frames, spare buffers.
///
/// Values lie in each other as calls of `encode(to:)` do, so frames are a stack; a frame's index is how encoders and
/// containers refer to it. Containers asked for by `nestedContainer` or `superEncoder` may be written to in any order
/// and get bytes of their own, which are inserted when the value around them is complete.
final class EncodingSession {
    // Checks for overlapping access would take half of the time. The user's code never runs inside of an access.
    @exclusivity(unchecked) var names = FieldNames()
    @exclusivity(unchecked) var containers = ContainerCache()
    @exclusivity(unchecked) var frames: [EncodingFrame] = []
    @exclusivity(unchecked) private var depth = 0
    @exclusivity(unchecked) private var failure: WeftError?
    /// All writers made for inserts, and those of them that aren't in use.
    private var ownWriters: [ByteWriter] = []
    @exclusivity(unchecked) private var spareWriters: [ByteWriter] = []
    private var coders: [ObjectIdentifier: ColumnCoder] = [:]
    @exclusivity(unchecked) private var latestType: ObjectIdentifier?
    @exclusivity(unchecked) private var latestCoder: ColumnCoder?

    init() { frames.reserveCapacity(16) }

    /// Writes the tag of a value, with its name if it is a field.
    @inline(__always)
    func writeHeader(_ tag: ValueTag, key: Int?, into writer: ByteWriter) {
        if let key {
            writer.writeVarint(UInt64(key) << 4 | UInt64(tag.rawValue))
        } else {
            writer.write(tag.rawValue)
        }
    }

    /// Writes a value of any encodable type: with its own column coder if it has one, else through `encode(to:)`.
    func encode<T: Encodable>(_ value: T, key: Int?, into writer: ByteWriter) throws {
        guard let coder = try coder(of: T.self), !(coder is AnyCodableColumnCoder) else {
            try encodeCodable(value, key: key, into: writer)
            return
        }
        let start = writer.count
        writeHeader(.column, key: key, into: writer)
        let lengthOffset = writer.count
        writer.write(0 as UInt8)
        let outer = writer.session
        writer.session = self
        defer { writer.session = outer }
        do {
            try withUnsafePointer(to: value) { pointer in
                try coder.encode(pointer, stride: MemoryLayout<T>.stride, count: 1, into: writer)
            }
        } catch {
            writer.truncate(to: start)
            throw error
        }
        closeBlock(lengthOffset, in: writer)
    }

    /// Writes a value through its `encode(to:)`.
    func encodeCodable<T: Encodable>(_ value: T, key: Int?, into writer: ByteWriter) throws {
        guard depth < maximumDepth else { throw tooDeep() }
        depth += 1
        let frame = frames.count
        let start = writer.count
        let inserts = writer.inserts.count
        frames.append(EncodingFrame(writer: writer, key: key))
        defer {
            depth -= 1
            frames.removeSubrange(frame...)
        }
        do {
            try value.encode(to: FrameEncoder(session: self, frame: frame))
            if let failure { throw failure }
            close(frame, inserts: inserts)
        } catch {
            writer.inserts.removeSubrange(inserts...)
            writer.truncate(to: start)
            throw error
        }
    }

    /// Makes a frame with bytes of its own, to be inserted where the holder's bytes end now.
    func makeInsert(in holder: Int, key: Int?) -> Int {
        let frame = frames.count
        let writer = takeWriter()
        writer.session = self
        frames.append(EncodingFrame(writer: writer, key: key))
        let outer = frames[holder].writer
        outer.inserts.append(EncodingInsert(offset: outer.count, frame: frame))
        return frame
    }

    /// Makes a frame a keyed or unkeyed container. Asking again for the same kind continues the first one, as classes do
    /// that hand their encoder to their superclass.
    func open(_ frame: Int, as kind: EncodingFrame.Kind) {
        switch frames[frame].kind {
        case .empty:
            let writer = frames[frame].writer
            writeHeader(kind == .keyed ? .keyed : .unkeyed, key: frames[frame].key, into: writer)
            frames[frame].kind = kind
            frames[frame].lengthOffset = writer.count
            writer.write(0 as UInt8)
        case kind: break
        default: fail("a value asked for two kinds of containers in its encode(to:)")
        }
    }

    /// Makes a frame a single value. Returns false, and fails the whole value, if something was written already.
    func openSingle(_ frame: Int) -> Bool {
        guard frames[frame].kind == .empty else {
            fail("a value wrote more than one value to a single value container in its encode(to:)")
            return false
        }
        frames[frame].kind = .single
        return true
    }

    private func fail(_ message: String) {
        failure = WeftError("not-codable", message, remedy: "Write one container per value in encode(to:)")
    }

    /// Completes a frame's bytes.
    private func close(_ frame: Int, inserts: Int) {
        let writer = frames[frame].writer
        switch frames[frame].kind {
        case .empty: open(frame, as: .keyed)
        case .single: return
        case .keyed, .unkeyed:
            if writer.inserts.count > inserts { placeInserts(of: writer, from: inserts) }
        }
        closeBlock(frames[frame].lengthOffset, in: writer)
    }

    /// Puts the bytes of containers that were kept elsewhere where they belong.
    private func placeInserts(of writer: ByteWriter, from first: Int) {
        let inserts = writer.inserts[first...]
        writer.inserts.removeSubrange(first...)
        guard let start = inserts.first?.offset else { return }
        let rest = takeWriter()
        writer.withUnsafeBytes { rest.write(bytes: UnsafeRawBufferPointer(rebasing: $0[start...])) }
        writer.truncate(to: start)
        var copied = 0
        for insert in inserts {
            let next = insert.offset - start
            rest.withUnsafeBytes { writer.write(bytes: UnsafeRawBufferPointer(rebasing: $0[copied..<next])) }
            copied = next
            let inner = frames[insert.frame].writer
            close(insert.frame, inserts: 0)
            inner.withUnsafeBytes { writer.write(bytes: $0) }
            recycle(inner)
        }
        rest.withUnsafeBytes { writer.write(bytes: UnsafeRawBufferPointer(rebasing: $0[copied...])) }
        recycle(rest)
    }

    private func takeWriter() -> ByteWriter {
        if let spare = spareWriters.popLast() { return spare }
        let writer = ByteWriter(capacity: 64)
        ownWriters.append(writer)
        return writer
    }

    private func recycle(_ writer: ByteWriter) {
        writer.removeAll()
        writer.session = nil
        spareWriters.append(writer)
    }

    /// Fills in the byte count of a block, for which one byte was left; longer ones move the block.
    private func closeBlock(_ lengthOffset: Int, in writer: ByteWriter) {
        let length = writer.count - lengthOffset - 1
        var extra = 0
        var rest = length >> 7
        while rest > 0 {
            extra += 1
            rest >>= 7
        }
        if extra > 0 { writer.insertGap(at: lengthOffset + 1, size: extra) }
        rest = length
        for i in 0...extra {
            writer.overwrite(UInt8(truncatingIfNeeded: rest & 0x7f) | (i < extra ? 0x80 : 0), at: lengthOffset + i)
            rest >>= 7
        }
    }

    /// The column coder of a type, or nil if it has none but can still be encoded.
    private func coder<T: Encodable>(of type: T.Type) throws -> ColumnCoder? {
        let id = ObjectIdentifier(type)
        if id == latestType { return latestCoder }
        let coder: ColumnCoder
        if let known = coders[id] {
            coder = known
        } else if type is any Decodable.Type {
            coder = try ColumnCoder.of(type)
            coders[id] = coder
        } else {
            return nil
        }
        latestType = id
        latestCoder = coder
        return coder
    }
}

/// The error for values deeper than `maximumDepth`.
func tooDeep() -> WeftError {
    WeftError(
        "nested-too-deep",
        "values lie in each other more than \(maximumDepth) deep",
        remedy:
            "Keep lists and trees in arrays that refer to their elements by index; an object that holds itself can't"
            + " be encoded"
    )
}
