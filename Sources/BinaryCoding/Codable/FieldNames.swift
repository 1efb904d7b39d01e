/// The field names of a column, each with its index.
///
/// Rows name their fields in the same order again and again, so the name that followed last time is tried first.
struct FieldNames {
    private(set) var names: [String] = []
    private var indices: [String: Int] = [:]
    private var follower: [Int] = []
    private var latest = 0

    /// The index of a name, which is added when it's new.
    mutating func index(of name: String) -> Int {
        if latest < follower.count {
            let guess = follower[latest]
            if guess < names.count && names[guess] == name {
                latest = guess
                return guess
            }
        }
        return find(name)
    }

    @inline(never)
    private mutating func find(_ name: String) -> Int {
        let index: Int
        if let known = indices[name] {
            index = known
        } else {
            index = names.count
            names.append(name)
            follower.append(0)
            indices[name] = index
        }
        follower[latest] = index
        latest = index
        return index
    }

    /// Writes all names in the order of their indices.
    func write(into writer: ByteWriter) {
        writer.writeVarint(UInt64(names.count))
        for name in names { writer.write(name) }
    }

    /// Reads what `write` wrote.
    static func read(from reader: inout ByteReader) throws -> [String] {
        let count = try reader.readCount()
        var names: [String] = []
        names.reserveCapacity(count)
        for _ in 0..<count { names.append(try reader.readString()) }
        return names
    }
}
