import NIOCore
import WeftDiagnostics

/// Errors as bytes, for the frames that say that a request has failed.
///
/// The chain of causes is written flat, top first: its length (u16), then for each error its code, message, remedy,
/// location (empty for none) and details, a text being its length (u32) and its UTF-8.
enum ErrorCoding {
    /// More causes than that are left out, more are refused when read.
    static let maxChain = 32
    private static let maxDetails = 256
    /// Longer texts are cut, so that an error that quotes its input still fits into a frame.
    private static let maxText = 64 << 10

    static func encode(_ error: WeftError) -> ByteBuffer {
        var chain = [error]
        while chain.count < maxChain, let cause = chain[chain.count - 1].cause { chain.append(cause) }
        var buffer = ByteBuffer()
        buffer.writeInteger(UInt16(chain.count))
        for error in chain {
            write(error.code.rawValue, to: &buffer)
            write(error.message, to: &buffer)
            write(error.remedy, to: &buffer)
            write(error.location ?? "", to: &buffer)
            let details = error.details.prefix(maxDetails)
            buffer.writeInteger(UInt16(details.count))
            for detail in details {
                write(detail.name, to: &buffer)
                write(detail.value, to: &buffer)
            }
        }
        return buffer
    }

    /// The error in these bytes; throws `broken-stream` when there is none.
    static func decode(_ bytes: ByteBuffer) throws -> WeftError {
        var buffer = bytes
        let count = Int(try integer(UInt16.self, from: &buffer))
        guard (1...maxChain).contains(count) else { throw brokenStream("an error with \(count) causes") }
        var chain: [WeftError] = []
        for _ in 0..<count {
            var error = WeftError(.init(rawValue: try text(from: &buffer)), try text(from: &buffer))
            error.remedy = try text(from: &buffer)
            let location = try text(from: &buffer)
            error.location = location.isEmpty ? nil : location
            for _ in 0..<Int(try integer(UInt16.self, from: &buffer)) {
                error.details.append(.init(try text(from: &buffer), try text(from: &buffer)))
            }
            chain.append(error)
        }
        guard buffer.readableBytes == 0 else { throw brokenStream("bytes behind an error") }
        var error = chain.removeLast()
        while var outer = chain.popLast() {
            outer.cause = error
            error = outer
        }
        return error
    }

    private static func write(_ text: String, to buffer: inout ByteBuffer) {
        let bytes = text.utf8.prefix(maxText)
        buffer.writeInteger(UInt32(bytes.count))
        buffer.writeBytes(bytes)
    }

    private static func integer<T: FixedWidthInteger>(_ type: T.Type, from buffer: inout ByteBuffer) throws -> T {
        guard let value = buffer.readInteger(as: type) else { throw brokenStream("half an error") }
        return value
    }

    private static func text(from buffer: inout ByteBuffer) throws -> String {
        let count = Int(try integer(UInt32.self, from: &buffer))
        guard let bytes = buffer.readSlice(length: count) else { throw brokenStream("half an error") }
        return String(decoding: bytes.readableBytesView, as: UTF8.self)
    }
}
