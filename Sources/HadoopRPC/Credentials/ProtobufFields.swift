import HadoopProtos
import WeftDiagnostics

/// The fields of a message whose type isn't worth generating: numbers and texts by their field number.
struct ProtobufFields {
    private var numbers: [UInt64: [UInt64]] = [:]
    private var texts: [UInt64: String] = [:]

    /// Reads all fields.
    ///
    /// - Throws: `WeftError` of code `token-invalid` when the bytes aren't a message.
    init(_ bytes: [UInt8], subject: String) throws {
        let invalid = WritableReader(bytes, subject: subject).invalid("it isn't a message")
        try bytes.withUnsafeBytes { bytes in
            var offset = 0
            func varint() throws -> UInt64 {
                guard let value = try? Varint.read(bytes, at: &offset) else { throw invalid }
                return value
            }
            while offset < bytes.count {
                let tag = try varint()
                switch tag & 7 {
                case 0: numbers[tag >> 3, default: []].append(try varint())
                case 2:
                    let length = try varint()
                    guard length <= UInt64(bytes.count - offset) else { throw invalid }
                    texts[tag >> 3] = String(decoding: bytes[offset..<(offset + Int(length))], as: UTF8.self)
                    offset += Int(length)
                case 1, 5:
                    let length = tag & 7 == 1 ? 8 : 4
                    guard length <= bytes.count - offset else { throw invalid }
                    offset += length
                default: throw invalid
                }
            }
        }
    }

    /// The last number of a field, 0 when there is none.
    func number(_ field: UInt64) -> Int64 { Int64(bitPattern: numbers[field]?.last ?? 0) }

    /// All numbers of a field that may be repeated.
    func numbers(_ field: UInt64) -> [UInt64] { numbers[field] ?? [] }

    /// The text of a field, empty when there is none.
    func text(_ field: UInt64) -> String { texts[field] ?? "" }
}
