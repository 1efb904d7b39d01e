import NIOCore

/// Turns frames into what is written to the socket.
///
/// Small frames are joined. The bodies of big ones are sealed from where they are, or written as they are.
struct FrameEncoder {
    /// From that size on a body isn't copied next to its header.
    static let directBytes = 16 << 10

    private var sealer: RecordSealer?
    private var joined = ByteBuffer()

    init(sealer: RecordSealer?) { self.sealer = sealer }

    /// Takes a frame; `emit` gets what is to be written before the next call.
    mutating func add(_ frame: Frame, emit: (ByteBuffer) -> Void) throws {
        frame.writeHeader(to: &joined)
        let count = frame.body.readableBytes
        if count < Self.directBytes {
            joined.writeImmutableBuffer(frame.body)
            if joined.readableBytes >= Record.maxPlainBytes - Self.directBytes - Frame.headerBytes {
                try finish(emit: emit)
            }
            return
        }
        try finish(emit: emit)
        guard sealer != nil else { return emit(frame.body) }
        // Pieces of equal size: no record is nearly empty.
        let pieces = (count + Record.maxPlainBytes - 1) / Record.maxPlainBytes
        var start = 0
        for piece in 1...pieces {
            let end = count * piece / pieces
            try frame.body.withUnsafeReadableBytes {
                try seal(UnsafeRawBufferPointer(rebasing: $0[start..<end]), emit: emit)
            }
            start = end
        }
    }

    /// No more frames for now.
    mutating func finish(emit: (ByteBuffer) -> Void) throws {
        guard joined.readableBytes > 0 else { return }
        let bytes = joined
        joined = ByteBuffer()
        guard sealer != nil else { return emit(bytes) }
        try bytes.withUnsafeReadableBytes { try seal($0, emit: emit) }
    }

    private mutating func seal(_ bytes: UnsafeRawBufferPointer, emit: (ByteBuffer) -> Void) throws {
        var record = ByteBuffer()
        try sealer?.seal(bytes, into: &record)
        emit(record)
    }
}
