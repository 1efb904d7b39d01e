import WeftDiagnostics

/// Where a value's bytes are: behind its header, from `start` to `end`.
struct ValuePlace {
    var tag: ValueTag
    var start: Int
    var end: Int
}

/// The state of one value or container that is being decoded.
struct DecodingFrame {
    var place: ValuePlace
    /// Where the next field or value is looked for.
    var cursor: Int
    /// How many values of an unkeyed container were read.
    var index = 0
}

/// What all Codable values of a column share while they are decoded: the bytes, the names, the open frames.
final class DecodingSession {
    let names: [String]
    // Checks for overlapping access would take half of the time. The user's code never runs inside of an access.
    @exclusivity(unchecked) private var base: UnsafeRawPointer
    @exclusivity(unchecked) private var count: Int
    @exclusivity(unchecked) var containers = ContainerCache()
    @exclusivity(unchecked) private(set) var frames: [DecodingFrame] = []
    @exclusivity(unchecked) private var depth = 0
    private var coders: [ObjectIdentifier: ColumnCoder] = [:]
    @exclusivity(unchecked) private var latestType: ObjectIdentifier?
    @exclusivity(unchecked) private var latestCoder: ColumnCoder?

    init(_ reader: ByteReader, names: [String]) {
        base = reader.base
        count = reader.count
        self.names = names
        frames.reserveCapacity(16)
    }

    /// Makes every later read fail, because the bytes are about to go away.
    func invalidate() {
        count = 0
        frames.removeAll()
        containers.removeAll()
    }

    /// A reader of a part of the bytes.
    @inline(__always)
    func reader(from start: Int, to end: Int) throws -> ByteReader {
        guard start >= 0 && start <= end && end <= count else {
            throw corruptData("a decoder was used after the value it was made for was complete")
        }
        var reader = ByteReader(UnsafeRawBufferPointer(start: base, count: end))
        reader.offset = start
        return reader
    }

    /// Reads the header of a value without a name from a column's reader and skips the value.
    func readPlace(_ reader: inout ByteReader) throws -> ValuePlace {
        // The reader may cover only a part of the session's bytes.
        let shift = reader.base - base
        var place = try scan(&reader, tag: try reader.read(UInt8.self))
        place.start += shift
        place.end += shift
        return place
    }

    /// Finds the end of a value whose tag was just read.
    @inline(__always)
    func scan(_ reader: inout ByteReader, tag raw: UInt8) throws -> ValuePlace {
        guard let tag = ValueTag(rawValue: raw) else { throw corruptData("there is no value tag \(raw)") }
        var start = reader.offset
        switch tag {
        case .null, .no, .yes: break
        case .signed, .unsigned: _ = try reader.readVarint()
        case .float: _ = try reader.readBytes(count: 4)
        case .double: _ = try reader.readBytes(count: 8)
        case .wide: _ = try reader.readBytes(count: 16)
        case .string, .keyed, .unkeyed, .column:
            let length = try reader.readCount()
            start = reader.offset
            _ = try reader.readBytes(count: length)
        }
        return ValuePlace(tag: tag, start: start, end: reader.offset)
    }

    /// Reads a value of any decodable type.
    func decode<T: Decodable>(_ type: T.Type, at place: ValuePlace) throws -> T {
        // A value that encodes itself as another one, with a single value container, has that one's bytes.
        guard place.tag == .column, let coder = try coder(of: type), !(coder is AnyCodableColumnCoder) else {
            return try decodeCodable(type, at: place)
        }
        guard depth < maximumDepth else { throw tooDeep() }
        depth += 1
        defer { depth -= 1 }
        var reader = ByteReader(UnsafeRawBufferPointer(start: base + place.start, count: place.end - place.start))
        reader.session = self
        let memory = UnsafeMutablePointer<T>.allocate(capacity: 1)
        defer { memory.deallocate() }
        try coder.decode(&reader, into: memory, stride: MemoryLayout<T>.stride, count: 1)
        guard reader.remaining == 0 else {
            memory.deinitialize(count: 1)
            throw corruptData("\(reader.remaining) bytes of a \(type) are left over")
        }
        return memory.move()
    }

    /// Reads a value through its `init(from:)`.
    func decodeCodable<T: Decodable>(_ type: T.Type, at place: ValuePlace) throws -> T {
        guard depth < maximumDepth else { throw tooDeep() }
        depth += 1
        let frame = frames.count
        frames.append(DecodingFrame(place: place, cursor: place.start))
        defer {
            depth -= 1
            // Invalidated sessions have no frames left.
            if frames.count > frame { frames.removeSubrange(frame...) }
        }
        return try T(from: FrameDecoder(session: self, frame: frame))
    }

    /// Makes a frame for a container or decoder inside of a value; it lives until the value is complete.
    func makeFrame(_ place: ValuePlace) -> Int {
        frames.append(DecodingFrame(place: place, cursor: place.start))
        return frames.count - 1
    }

    @inline(__always)
    func frame(_ index: Int) throws -> DecodingFrame {
        guard index < frames.count else {
            throw corruptData("a decoder was used after the value it was made for was complete")
        }
        return frames[index]
    }

    func move(_ index: Int, to cursor: Int, counting: Int = 0) {
        frames[index].cursor = cursor
        frames[index].index += counting
    }

    private func coder<T>(of type: T.Type) throws -> ColumnCoder? {
        let id = ObjectIdentifier(type)
        if id == latestType { return latestCoder }
        let coder: ColumnCoder
        if let known = coders[id] {
            coder = known
        } else {
            coder = try ColumnCoder.of(type)
            coders[id] = coder
        }
        latestType = id
        latestCoder = coder
        return coder
    }

    /// The error for a value of another kind than was asked for.
    @inline(never)
    func mismatch(_ type: Any.Type, _ place: ValuePlace) -> WeftError {
        corruptData("a value of type \(type) was asked for, but the bytes hold one of kind \(place.tag)")
    }
}

/// Reading the standard library's primitive values.
extension DecodingSession {
    @inline(__always)
    func bool(_ place: ValuePlace) throws -> Bool {
        switch place.tag {
        case .yes: return true
        case .no: return false
        default: throw mismatch(Bool.self, place)
        }
    }

    @inline(__always)
    func string(_ place: ValuePlace) throws -> String {
        guard place.tag == .string else { throw mismatch(String.self, place) }
        var bytes = try reader(from: place.start, to: place.end)
        return String(decoding: try bytes.readBytes(count: place.end - place.start), as: UTF8.self)
    }

    @inline(__always)
    func double(_ place: ValuePlace) throws -> Double {
        var bytes = try reader(from: place.start, to: place.end)
        switch place.tag {
        case .double: return try bytes.readDouble()
        case .float: return Double(try bytes.readFloat())
        default: throw mismatch(Double.self, place)
        }
    }

    @inline(__always)
    func float(_ place: ValuePlace) throws -> Float {
        guard place.tag == .float else { throw mismatch(Float.self, place) }
        var bytes = try reader(from: place.start, to: place.end)
        return try bytes.readFloat()
    }

    @inline(__always)
    func integer<T: FixedWidthInteger>(_ place: ValuePlace) throws -> T {
        var bytes = try reader(from: place.start, to: place.end)
        switch place.tag {
        case .signed:
            let value = try bytes.readZigzag()
            guard let exact = T(exactly: value) else { throw outOfRange(value, T.self) }
            return exact
        case .unsigned:
            let value = try bytes.readVarint()
            guard let exact = T(exactly: value) else { throw outOfRange(value, T.self) }
            return exact
        case .wide where MemoryLayout<T>.size == 16: return try bytes.read(T.self)
        default: throw mismatch(T.self, place)
        }
    }

    @inline(never)
    private func outOfRange<T: BinaryInteger>(_ value: T, _ type: Any.Type) -> WeftError {
        corruptData("\(value) doesn't fit in \(type)")
    }
}
