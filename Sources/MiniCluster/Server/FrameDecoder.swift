import WeftDiagnostics

/// Cuts what a client sends into frames: a big-endian length of four bytes, then as many bytes.
struct FrameDecoder {
    /// The longest frame that is accepted (`ipc.maximum.data.length`).
    let maximumLength: Int
    private var bytes: [UInt8] = []
    private var place = 0

    init(maximumLength: Int) { self.maximumLength = maximumLength }

    /// Bytes that no frame was made of yet.
    var pending: Int { bytes.count - place }

    mutating func append(_ more: some Collection<UInt8>) {
        if place == bytes.count {
            bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 20)
            place = 0
        } else if place > 1 << 16 {
            bytes.removeFirst(place)
            place = 0
        }
        bytes.append(contentsOf: more)
    }

    /// Takes bytes off the front that are no frame; `nil` when there are fewer.
    mutating func take(_ count: Int) -> [UInt8]? {
        guard pending >= count else { return nil }
        defer { place += count }
        return Array(bytes[place..<place + count])
    }

    /// The next whole frame without its length, or `nil` when more bytes are needed.
    ///
    /// - Throws: `rpc-protocol` for a length that is negative or above the maximum.
    mutating func next() throws -> [UInt8]? {
        guard pending >= 4 else { return nil }
        let length = bytes[place..<place + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard length <= UInt32(clamping: maximumLength) else {
            throw WeftError(
                "rpc-protocol",
                "a client announces a request of \(length) bytes, more than \(maximumLength) are not accepted"
            )
        }
        guard pending - 4 >= Int(length) else { return nil }
        let start = place + 4
        place = start + Int(length)
        return Array(bytes[start..<place])
    }
}
