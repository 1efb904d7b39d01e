// The primitive overloads that the three container protocols ask for, all alike.

extension KeyedEncoder {
    func encode(_ value: Bool, forKey key: Key) {
        let (index, writer) = field(key)
        session.put(value, index, writer)
    }

    func encode(_ value: String, forKey key: Key) {
        let (index, writer) = field(key)
        session.put(value, index, writer)
    }

    func encode(_ value: Double, forKey key: Key) {
        let (index, writer) = field(key)
        session.put(value, index, writer)
    }

    func encode(_ value: Float, forKey key: Key) {
        let (index, writer) = field(key)
        session.put(value, index, writer)
    }

    func encode(_ value: Int, forKey key: Key) {
        let (index, writer) = field(key)
        session.put(value, index, writer)
    }

    func encode(_ value: Int8, forKey key: Key) {
        let (index, writer) = field(key)
        session.put(value, index, writer)
    }

    func encode(_ value: Int16, forKey key: Key) {
        let (index, writer) = field(key)
        session.put(value, index, writer)
    }

    func encode(_ value: Int32, forKey key: Key) {
        let (index, writer) = field(key)
        session.put(value, index, writer)
    }

    func encode(_ value: Int64, forKey key: Key) {
        let (index, writer) = field(key)
        session.put(value, index, writer)
    }

    func encode(_ value: Int128, forKey key: Key) {
        let (index, writer) = field(key)
        session.put(value, index, writer)
    }

    func encode(_ value: UInt, forKey key: Key) {
        let (index, writer) = field(key)
        session.put(value, index, writer)
    }

    func encode(_ value: UInt8, forKey key: Key) {
        let (index, writer) = field(key)
        session.put(value, index, writer)
    }

    func encode(_ value: UInt16, forKey key: Key) {
        let (index, writer) = field(key)
        session.put(value, index, writer)
    }

    func encode(_ value: UInt32, forKey key: Key) {
        let (index, writer) = field(key)
        session.put(value, index, writer)
    }

    func encode(_ value: UInt64, forKey key: Key) {
        let (index, writer) = field(key)
        session.put(value, index, writer)
    }

    func encode(_ value: UInt128, forKey key: Key) {
        let (index, writer) = field(key)
        session.put(value, index, writer)
    }
}

extension UnkeyedEncoder {
    func encode(_ value: Bool) { session.put(value, nil, next()) }
    func encode(_ value: String) { session.put(value, nil, next()) }
    func encode(_ value: Double) { session.put(value, nil, next()) }
    func encode(_ value: Float) { session.put(value, nil, next()) }
    func encode(_ value: Int) { session.put(value, nil, next()) }
    func encode(_ value: Int8) { session.put(value, nil, next()) }
    func encode(_ value: Int16) { session.put(value, nil, next()) }
    func encode(_ value: Int32) { session.put(value, nil, next()) }
    func encode(_ value: Int64) { session.put(value, nil, next()) }
    func encode(_ value: Int128) { session.put(value, nil, next()) }
    func encode(_ value: UInt) { session.put(value, nil, next()) }
    func encode(_ value: UInt8) { session.put(value, nil, next()) }
    func encode(_ value: UInt16) { session.put(value, nil, next()) }
    func encode(_ value: UInt32) { session.put(value, nil, next()) }
    func encode(_ value: UInt64) { session.put(value, nil, next()) }
    func encode(_ value: UInt128) { session.put(value, nil, next()) }
}

extension SingleEncoder {
    func encode(_ value: Bool) {
        guard let (key, writer) = place() else { return }
        session.put(value, key, writer)
    }

    func encode(_ value: String) {
        guard let (key, writer) = place() else { return }
        session.put(value, key, writer)
    }

    func encode(_ value: Double) {
        guard let (key, writer) = place() else { return }
        session.put(value, key, writer)
    }

    func encode(_ value: Float) {
        guard let (key, writer) = place() else { return }
        session.put(value, key, writer)
    }

    func encode(_ value: Int) {
        guard let (key, writer) = place() else { return }
        session.put(value, key, writer)
    }

    func encode(_ value: Int8) {
        guard let (key, writer) = place() else { return }
        session.put(value, key, writer)
    }

    func encode(_ value: Int16) {
        guard let (key, writer) = place() else { return }
        session.put(value, key, writer)
    }

    func encode(_ value: Int32) {
        guard let (key, writer) = place() else { return }
        session.put(value, key, writer)
    }

    func encode(_ value: Int64) {
        guard let (key, writer) = place() else { return }
        session.put(value, key, writer)
    }

    func encode(_ value: Int128) {
        guard let (key, writer) = place() else { return }
        session.put(value, key, writer)
    }

    func encode(_ value: UInt) {
        guard let (key, writer) = place() else { return }
        session.put(value, key, writer)
    }

    func encode(_ value: UInt8) {
        guard let (key, writer) = place() else { return }
        session.put(value, key, writer)
    }

    func encode(_ value: UInt16) {
        guard let (key, writer) = place() else { return }
        session.put(value, key, writer)
    }

    func encode(_ value: UInt32) {
        guard let (key, writer) = place() else { return }
        session.put(value, key, writer)
    }

    func encode(_ value: UInt64) {
        guard let (key, writer) = place() else { return }
        session.put(value, key, writer)
    }

    func encode(_ value: UInt128) {
        guard let (key, writer) = place() else { return }
        session.put(value, key, writer)
    }
}
