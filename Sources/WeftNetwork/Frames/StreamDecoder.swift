import NIOCore

/// Turns what is read from the socket, in whatever pieces, into frames.
struct StreamDecoder {
    private var opener: RecordOpener?
    private var frames: FrameDecoder
    /// The beginning of a record whose end hasn't come.
    private var partial = ByteBuffer()

    init(opener: RecordOpener?, maxBodyBytes: Int) {
        self.opener = opener
        frames = FrameDecoder(maxBodyBytes: maxBodyBytes)
    }

    /// Whether nothing is missing from what has come.
    var isBetweenFrames: Bool { partial.readableBytes == 0 && frames.isBetweenFrames }

    /// Takes bytes and gives every frame that is whole to `deliver`, until that says false.
    mutating func receive(_ bytes: ByteBuffer, deliver: (Frame) throws -> Bool) throws {
        var bytes = bytes
        guard opener != nil else {
            while let frame = try frames.next(from: &bytes) {
                guard try deliver(frame) else { return }
            }
            return
        }
        while true {
            var plain = ByteBuffer()
            guard try openNext(from: &bytes, into: &plain) else { return }
            while let frame = try frames.next(from: &plain) {
                guard try deliver(frame) else { return }
            }
        }
    }

    /// Only what is missing of a cut record is copied; whole records are opened where they are.
    private mutating func openNext(from bytes: inout ByteBuffer, into plain: inout ByteBuffer) throws -> Bool {
        if partial.readableBytes == 0 {
            if try opener?.open(from: &bytes, into: &plain) == true { return true }
            guard bytes.readableBytes > 0 else { return false }
            partial.writeBuffer(&bytes)
            return false
        }
        if partial.readableBytes < Record.lengthBytes {
            let missing = min(Record.lengthBytes - partial.readableBytes, bytes.readableBytes)
            if var part = bytes.readSlice(length: missing) { partial.writeBuffer(&part) }
        }
        guard let count = try opener?.recordBytes(in: partial) else { return false }
        if partial.storageCapacity < count { partial.reserveCapacity(count) }
        let missing = min(count - partial.readableBytes, bytes.readableBytes)
        if var part = bytes.readSlice(length: missing) { partial.writeBuffer(&part) }
        guard try opener?.open(from: &partial, into: &plain) == true else { return false }
        partial = ByteBuffer()
        return true
    }
}
