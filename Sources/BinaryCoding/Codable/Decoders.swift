import WeftDiagnostics

/// The decoder that a value's `init(from:)` is given.
struct FrameDecoder: Decoder {
    let session: DecodingSession
    let frame: Int

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        let place = try session.frame(frame).place
        guard place.tag == .keyed else { throw kindMismatch("a keyed container", place) }
        if let known = session.containers.find(frame, type, as: KeyedDecodingContainer<Key>.self) { return known }
        let made = KeyedDecodingContainer(KeyedDecoder<Key>(session: session, frame: frame))
        session.containers.keep(made, frame, type)
        return made
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let place = try session.frame(frame).place
        guard place.tag == .unkeyed else { throw kindMismatch("an unkeyed container", place) }
        return UnkeyedDecoder(session: session, place: place)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        SingleDecoder(session: session, frame: frame)
    }

    private func kindMismatch(_ wanted: String, _ place: ValuePlace) -> WeftError {
        corruptData("\(wanted) was asked for, but the bytes hold a value of kind \(place.tag)")
    }
}

/// Fields with names, usually read in the order they were written.
struct KeyedDecoder<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let session: DecodingSession
    let frame: Int

    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        var keys: [Key] = []
        // An error here means corrupt bytes, which reading the fields reports.
        try? eachField { name, _ in
            if let key = Key(stringValue: name) { keys.append(key) }
            return true
        }
        return keys
    }

    /// Goes through all fields until `body` returns false.
    private func eachField(_ body: (String, ValuePlace) throws -> Bool) throws {
        let state = try session.frame(frame)
        var reader = try session.reader(from: state.place.start, to: state.place.end)
        while reader.remaining > 0 {
            let (index, place) = try session.readField(&reader)
            if try !body(session.names[index], place) { return }
        }
    }

    /// Where a field is, or nil if it was not written.
    @inline(__always)
    private func find(_ name: String, consume: Bool = true) throws -> ValuePlace? {
        let state = try session.frame(frame)
        var reader = try session.reader(from: state.cursor, to: state.place.end)
        if reader.remaining > 0 {
            let (index, place) = try session.readField(&reader)
            if session.names[index] == name {
                if consume { session.move(frame, to: reader.offset) }
                return place
            }
        }
        return try search(name)
    }

    @inline(never)
    private func search(_ name: String) throws -> ValuePlace? {
        var found: ValuePlace?
        try eachField { candidate, place in
            if candidate == name { found = place }
            return found == nil
        }
        // Reading on behind an out-of-order field keeps the fast path for the fields that follow it.
        if let found { session.move(frame, to: found.end) }
        return found
    }

    /// Where a field is that must be there.
    @inline(__always)
    func place(of key: Key) throws -> ValuePlace { try place(named: key.stringValue) }

    @inline(__always)
    private func place(named name: String) throws -> ValuePlace {
        guard let place = try find(name) else { throw corruptData("the bytes hold no field \"\(name)\"") }
        return place
    }

    /// Where a field is, or nil if it was not written or is null.
    @inline(__always)
    func presentPlace(of key: Key) throws -> ValuePlace? {
        guard let place = try find(key.stringValue), place.tag != .null else { return nil }
        return place
    }

    func contains(_ key: Key) -> Bool { (try? find(key.stringValue, consume: false)) != nil }
    func decodeNil(forKey key: Key) throws -> Bool {
        guard let place = try find(key.stringValue, consume: false) else {
            throw corruptData("the bytes hold no field \"\(key.stringValue)\"")
        }
        return place.tag == .null
    }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try session.decode(type, at: try place(of: key))
    }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        try presentPlace(of: key).map { try session.decode(type, at: $0) }
    }

    private func decoder(at place: ValuePlace) -> FrameDecoder {
        FrameDecoder(session: session, frame: session.makeFrame(place))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try decoder(at: try place(of: key)).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(at: try place(of: key)).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { decoder(at: try place(named: superKey)) }
    func superDecoder(forKey key: Key) throws -> any Decoder { decoder(at: try place(of: key)) }
}

extension DecodingSession {
    /// Reads a field's name and where its value is, and skips the value.
    @inline(__always)
    func readField(_ reader: inout ByteReader) throws -> (name: Int, ValuePlace) {
        let header = try reader.readVarint()
        let name = header >> 4
        guard name < UInt64(names.count) else { throw corruptData("there is no field name \(name)") }
        return (Int(name), try scan(&reader, tag: UInt8(header & 15)))
    }
}

/// Values without names, one after the other. Each copy of the container reads on by itself.
struct UnkeyedDecoder: UnkeyedDecodingContainer {
    let session: DecodingSession
    let end: Int
    let count: Int?
    private var cursor: Int
    private(set) var currentIndex = 0

    init(session: DecodingSession, place: ValuePlace) {
        self.session = session
        cursor = place.start
        end = place.end
        count = try? Self.countValues(session, place)
    }

    private static func countValues(_ session: DecodingSession, _ place: ValuePlace) throws -> Int {
        var reader = try session.reader(from: place.start, to: place.end)
        var count = 0
        while reader.remaining > 0 {
            _ = try session.readPlace(&reader)
            count += 1
        }
        return count
    }

    var codingPath: [any CodingKey] { [] }
    var isAtEnd: Bool { cursor >= end }

    /// Reads the next value; if that throws, the value stays the next one, so another type can be tried.
    mutating func next<T>(_ body: (ValuePlace) throws -> T) throws -> T {
        var reader = try session.reader(from: cursor, to: end)
        let value = try body(try session.readPlace(&reader))
        cursor = reader.offset
        currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        var reader = try session.reader(from: cursor, to: end)
        guard try session.readPlace(&reader).tag == .null else { return false }
        cursor = reader.offset
        currentIndex += 1
        return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let session = session
        return try next { try session.decode(type, at: $0) }
    }

    private mutating func nextDecoder() throws -> FrameDecoder {
        let session = session
        return try next { FrameDecoder(session: session, frame: session.makeFrame($0)) }
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested>
    {
        try nextDecoder().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try nextDecoder().unkeyedContainer()
    }
    mutating func superDecoder() throws -> any Decoder { try nextDecoder() }
}

/// One value in place of the one that asked.
struct SingleDecoder: SingleValueDecodingContainer {
    let session: DecodingSession
    let frame: Int

    var codingPath: [any CodingKey] { [] }

    func place() throws -> ValuePlace { try session.frame(frame).place }
    func decodeNil() -> Bool { (try? place().tag) == .null }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try session.decode(type, at: try place()) }
}
