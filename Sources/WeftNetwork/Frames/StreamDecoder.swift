import FoundationEssentials
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
        while let opened = try openNext(from: &bytes) {
            if opened.count <= frames.missingBodyBytes {
                // Most of a big frame goes from the cipher's memory to the body without a stop.
                guard let frame = opened.withUnsafeBytes({ frames.appendToBody($0) }) else { continue }
                guard try deliver(frame) else { return }
                continue
            }
            var plain = ByteBuffer(bytes: opened)
            while let frame = try frames.next(from: &plain) {
                guard try deliver(frame) else { return }
            }
        }
    }

    /// Only what is missing of a cut record is copied; whole records are opened where they are.
    private mutating func openNext(from bytes: inout ByteBuffer) throws -> Data? {
        if partial.readableBytes == 0 {
            if let opened = try opener?.open(from: &bytes) { return opened }
            if bytes.readableBytes > 0 { partial.writeBuffer(&bytes) }
            return nil
        }
        if partial.readableBytes < Record.lengthBytes {
            let missing = min(Record.lengthBytes - partial.readableBytes, bytes.readableBytes)
            if var part = bytes.readSlice(length: missing) { partial.writeBuffer(&part) }
        }
        guard let count = try opener?.recordBytes(in: partial) else { return nil }
        if partial.storageCapacity < count { partial.reserveCapacity(count) }
        let missing = min(count - partial.readableBytes, bytes.readableBytes)
        if var part = bytes.readSlice(length: missing) { partial.writeBuffer(&part) }
        guard let opened = try opener?.open(from: &partial) else { return nil }
        partial = ByteBuffer()
        return opened
    }
}
