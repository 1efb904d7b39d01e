// The primitive overloads that the three container protocols ask for, all alike.

extension KeyedDecoder {
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try session.bool(place(of: key)) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try session.string(place(of: key)) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try session.double(place(of: key)) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try session.float(place(of: key)) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try session.integer(place(of: key)) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try session.integer(place(of: key)) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try session.integer(place(of: key)) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try session.integer(place(of: key)) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try session.integer(place(of: key)) }
    func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try session.integer(place(of: key)) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try session.integer(place(of: key)) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try session.integer(place(of: key)) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try session.integer(place(of: key)) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try session.integer(place(of: key)) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try session.integer(place(of: key)) }
    func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try session.integer(place(of: key)) }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try presentPlace(of: key).map { try session.bool($0) }
    }

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try presentPlace(of: key).map { try session.string($0) }
    }

    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        try presentPlace(of: key).map { try session.double($0) }
    }

    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? {
        try presentPlace(of: key).map { try session.float($0) }
    }

    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try presentPlace(of: key).map { try session.integer($0) }
    }

    func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? {
        try presentPlace(of: key).map { try session.integer($0) }
    }

    func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? {
        try presentPlace(of: key).map { try session.integer($0) }
    }

    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? {
        try presentPlace(of: key).map { try session.integer($0) }
    }

    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try presentPlace(of: key).map { try session.integer($0) }
    }

    func decodeIfPresent(_ type: Int128.Type, forKey key: Key) throws -> Int128? {
        try presentPlace(of: key).map { try session.integer($0) }
    }

    func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? {
        try presentPlace(of: key).map { try session.integer($0) }
    }

    func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? {
        try presentPlace(of: key).map { try session.integer($0) }
    }

    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? {
        try presentPlace(of: key).map { try session.integer($0) }
    }

    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? {
        try presentPlace(of: key).map { try session.integer($0) }
    }

    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? {
        try presentPlace(of: key).map { try session.integer($0) }
    }

    func decodeIfPresent(_ type: UInt128.Type, forKey key: Key) throws -> UInt128? {
        try presentPlace(of: key).map { try session.integer($0) }
    }
}

extension UnkeyedDecoder {
    mutating func decode(_ type: Bool.Type) throws -> Bool {
        let session = session
        return try next { try session.bool($0) }
    }

    mutating func decode(_ type: String.Type) throws -> String {
        let session = session
        return try next { try session.string($0) }
    }

    mutating func decode(_ type: Double.Type) throws -> Double {
        let session = session
        return try next { try session.double($0) }
    }

    mutating func decode(_ type: Float.Type) throws -> Float {
        let session = session
        return try next { try session.float($0) }
    }

    mutating func decode(_ type: Int.Type) throws -> Int {
        let session = session
        return try next { try session.integer($0) }
    }

    mutating func decode(_ type: Int8.Type) throws -> Int8 {
        let session = session
        return try next { try session.integer($0) }
    }

    mutating func decode(_ type: Int16.Type) throws -> Int16 {
        let session = session
        return try next { try session.integer($0) }
    }

    mutating func decode(_ type: Int32.Type) throws -> Int32 {
        let session = session
        return try next { try session.integer($0) }
    }

    mutating func decode(_ type: Int64.Type) throws -> Int64 {
        let session = session
        return try next { try session.integer($0) }
    }

    mutating func decode(_ type: Int128.Type) throws -> Int128 {
        let session = session
        return try next { try session.integer($0) }
    }

    mutating func decode(_ type: UInt.Type) throws -> UInt {
        let session = session
        return try next { try session.integer($0) }
    }

    mutating func decode(_ type: UInt8.Type) throws -> UInt8 {
        let session = session
        return try next { try session.integer($0) }
    }

    mutating func decode(_ type: UInt16.Type) throws -> UInt16 {
        let session = session
        return try next { try session.integer($0) }
    }

    mutating func decode(_ type: UInt32.Type) throws -> UInt32 {
        let session = session
        return try next { try session.integer($0) }
    }

    mutating func decode(_ type: UInt64.Type) throws -> UInt64 {
        let session = session
        return try next { try session.integer($0) }
    }

    mutating func decode(_ type: UInt128.Type) throws -> UInt128 {
        let session = session
        return try next { try session.integer($0) }
    }

}

extension SingleDecoder {
    func decode(_ type: Bool.Type) throws -> Bool { try session.bool(place()) }
    func decode(_ type: String.Type) throws -> String { try session.string(place()) }
    func decode(_ type: Double.Type) throws -> Double { try session.double(place()) }
    func decode(_ type: Float.Type) throws -> Float { try session.float(place()) }
    func decode(_ type: Int.Type) throws -> Int { try session.integer(place()) }
    func decode(_ type: Int8.Type) throws -> Int8 { try session.integer(place()) }
    func decode(_ type: Int16.Type) throws -> Int16 { try session.integer(place()) }
    func decode(_ type: Int32.Type) throws -> Int32 { try session.integer(place()) }
    func decode(_ type: Int64.Type) throws -> Int64 { try session.integer(place()) }
    func decode(_ type: Int128.Type) throws -> Int128 { try session.integer(place()) }
    func decode(_ type: UInt.Type) throws -> UInt { try session.integer(place()) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try session.integer(place()) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try session.integer(place()) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try session.integer(place()) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try session.integer(place()) }
    func decode(_ type: UInt128.Type) throws -> UInt128 { try session.integer(place()) }
}
