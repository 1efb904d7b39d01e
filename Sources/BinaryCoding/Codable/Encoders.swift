/// The encoder that a value's `encode(to:)` is given.
struct FrameEncoder: Encoder {
    let session: EncodingSession
    let frame: Int

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        session.open(frame, as: .keyed)
        if let known = session.containers.find(frame, type, as: KeyedEncodingContainer<Key>.self) { return known }
        let made = KeyedEncodingContainer(KeyedEncoder<Key>(session: session, frame: frame))
        session.containers.keep(made, frame, type)
        return made
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        session.open(frame, as: .unkeyed)
        return UnkeyedEncoder(session: session, frame: frame)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { SingleEncoder(session: session, frame: frame) }
}

/// Writes the standard library's primitive values behind their headers.
extension EncodingSession {
    @inline(__always)
    func put(_ value: Bool, _ key: Int?, _ writer: ByteWriter) {
        writeHeader(value ? .yes : .no, key: key, into: writer)
    }

    @inline(__always)
    func put(_ value: String, _ key: Int?, _ writer: ByteWriter) {
        writeHeader(.string, key: key, into: writer)
        writer.write(value)
    }

    @inline(__always)
    func put(_ value: Double, _ key: Int?, _ writer: ByteWriter) {
        writeHeader(.double, key: key, into: writer)
        writer.write(value)
    }

    @inline(__always)
    func put(_ value: Float, _ key: Int?, _ writer: ByteWriter) {
        writeHeader(.float, key: key, into: writer)
        writer.write(value)
    }

    @inline(__always)
    func put<T: FixedWidthInteger>(_ value: T, _ key: Int?, _ writer: ByteWriter) {
        if MemoryLayout<T>.size > 8 {
            writeHeader(.wide, key: key, into: writer)
            writer.write(value)
        } else if T.isSigned {
            writeHeader(.signed, key: key, into: writer)
            writer.writeZigzag(Int64(truncatingIfNeeded: value))
        } else {
            writeHeader(.unsigned, key: key, into: writer)
            writer.writeVarint(UInt64(truncatingIfNeeded: value))
        }
    }
}

/// Fields with names.
struct KeyedEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let session: EncodingSession
    let frame: Int

    var codingPath: [any CodingKey] { [] }

    @inline(__always)
    func field(_ key: Key) -> (Int, ByteWriter) {
        (session.names.index(of: key.stringValue), session.frames[frame].writer)
    }

    func encodeNil(forKey key: Key) {
        let (index, writer) = field(key)
        session.writeHeader(.null, key: index, into: writer)
    }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        let (index, writer) = field(key)
        try session.encode(value, key: index, into: writer)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<
        Nested
    > {
        let inner = session.makeInsert(in: frame, key: session.names.index(of: key.stringValue))
        return FrameEncoder(session: session, frame: inner).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let inner = session.makeInsert(in: frame, key: session.names.index(of: key.stringValue))
        return FrameEncoder(session: session, frame: inner).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        FrameEncoder(session: session, frame: session.makeInsert(in: frame, key: session.names.index(of: superKey)))
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        FrameEncoder(
            session: session,
            frame: session.makeInsert(in: frame, key: session.names.index(of: key.stringValue))
        )
    }
}

/// Values without names, one after the other.
struct UnkeyedEncoder: UnkeyedEncodingContainer {
    let session: EncodingSession
    let frame: Int

    var codingPath: [any CodingKey] { [] }
    var count: Int { session.frames[frame].count }

    func next() -> ByteWriter {
        session.frames[frame].count += 1
        return session.frames[frame].writer
    }

    private func makeInsert() -> FrameEncoder {
        session.frames[frame].count += 1
        return FrameEncoder(session: session, frame: session.makeInsert(in: frame, key: nil))
    }

    func encodeNil() { session.writeHeader(.null, key: nil, into: next()) }
    func encode<T: Encodable>(_ value: T) throws { try session.encode(value, key: nil, into: next()) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        makeInsert().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { makeInsert().unkeyedContainer() }
    func superEncoder() -> any Encoder { makeInsert() }
}

/// One value in place of the one that asked.
struct SingleEncoder: SingleValueEncodingContainer {
    let session: EncodingSession
    let frame: Int

    var codingPath: [any CodingKey] { [] }

    /// Where the value goes, with the name of the value it stands for; nil if there was one already.
    func place() -> (Int?, ByteWriter)? {
        guard session.openSingle(frame) else { return nil }
        return (session.frames[frame].key, session.frames[frame].writer)
    }

    func encodeNil() {
        guard let (key, writer) = place() else { return }
        session.writeHeader(.null, key: key, into: writer)
    }

    func encode<T: Encodable>(_ value: T) throws {
        guard let (key, writer) = place() else { return }
        try session.encode(value, key: key, into: writer)
    }
}
