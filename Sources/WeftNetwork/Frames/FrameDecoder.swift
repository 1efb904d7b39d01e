import NIOCore
import WeftDiagnostics

/// Cuts a stream of bytes into frames.
///
/// Only bytes of an authenticated peer come here. A length above the limit is refused before memory is asked for.
struct FrameDecoder {
    private struct Unfinished {
        var frame: Frame
        var missing: Int
    }

    private let maxBodyBytes: Int
    private var header = ByteBuffer()
    private var unfinished: Unfinished?

    init(maxBodyBytes: Int) { self.maxBodyBytes = maxBodyBytes }

    /// Whether the stream is between two frames.
    var isBetweenFrames: Bool { unfinished == nil && header.readableBytes == 0 }

    /// Takes bytes from the front of `buffer` and returns the next whole frame, or nil when it has taken all bytes.
    mutating func next(from buffer: inout ByteBuffer) throws -> Frame? {
        if unfinished != nil { return finish(from: &buffer) }
        if header.readableBytes > 0 || buffer.readableBytes < Frame.headerBytes {
            var part = buffer.readSlice(length: min(buffer.readableBytes, Frame.headerBytes - header.readableBytes))
            if var bytes = part.take() { header.writeBuffer(&bytes) }
            guard header.readableBytes == Frame.headerBytes else { return nil }
            var whole = header
            header = ByteBuffer()
            return try begin(header: &whole, rest: &buffer)
        }
        guard var whole = buffer.readSlice(length: Frame.headerBytes) else { return nil }
        return try begin(header: &whole, rest: &buffer)
    }

    /// How many bytes the body of the frame that has begun still needs; 0 when none has.
    var missingBodyBytes: Int { unfinished?.missing ?? 0 }

    /// Takes bytes of the frame that has begun, at most `missingBodyBytes`; the frame when they were the last.
    mutating func appendToBody(_ bytes: UnsafeRawBufferPointer) -> Frame? {
        guard unfinished != nil else { return nil }
        unfinished?.frame.body.writeBytes(bytes)
        unfinished?.missing -= bytes.count
        return missingBodyBytes == 0 ? unfinished.take()?.frame : nil
    }

    private mutating func begin(header: inout ByteBuffer, rest buffer: inout ByteBuffer) throws -> Frame? {
        guard let (length, code, id) = header.readMultipleIntegers(as: (UInt32, UInt8, UInt64).self) else { return nil }
        let count = Int(length) - Frame.countedHeaderBytes
        guard count >= 0 else { throw brokenStream("a frame's length is \(length)") }
        guard let kind = FrameKind(rawValue: code) else { throw brokenStream("a frame's kind is \(code)") }
        guard count <= maxBodyBytes else {
            throw WeftError(
                "frame-too-large",
                "the peer announced a message of \(count) bytes, more than the limit of \(maxBodyBytes)",
                remedy: "both sides must have the same limit"
            )
        }
        if buffer.readableBytes >= count, let slice = buffer.readSlice(length: count) {
            return Frame(kind: kind, id: id, body: Self.owned(slice))
        }
        var body = ByteBuffer()
        body.reserveCapacity(count)
        unfinished = Unfinished(frame: Frame(kind: kind, id: id, body: body), missing: count)
        return finish(from: &buffer)
    }

    private mutating func finish(from buffer: inout ByteBuffer) -> Frame? {
        guard var current = unfinished.take() else { return nil }
        if var part = buffer.readSlice(length: min(current.missing, buffer.readableBytes)) {
            current.missing -= part.readableBytes
            current.frame.body.writeBuffer(&part)
        }
        if current.missing == 0 { return current.frame }
        unfinished = current
        return nil
    }

    /// A slice keeps all of the memory it was cut from, so a small part of something big is copied.
    private static func owned(_ slice: ByteBuffer) -> ByteBuffer {
        if slice.readableBytes == 0 { return ByteBuffer() }
        if slice.storageCapacity <= 4096 || slice.readableBytes * 2 >= slice.storageCapacity { return slice }
        return ByteBuffer(bytes: slice.readableBytesView)
    }
}

/// An error about bytes that no peer of this version sends.
func brokenStream(_ what: String) -> WeftError {
    WeftError(
        "broken-stream",
        "the peer sent bytes that make no sense: \(what)",
        remedy: "see the peer's log; if this comes again, something on the way changes the bytes"
    )
}
