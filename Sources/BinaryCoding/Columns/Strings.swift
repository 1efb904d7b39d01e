/// Strings: the count of UTF-8 bytes and the bytes, one string after the other.
final class StringColumnCoder: ValueColumnCoder<String>, @unchecked Sendable {
    override func encode(_ base: UnsafeRawPointer, stride: Int, count: Int, into writer: ByteWriter) throws {
        for i in 0..<count { writer.write(Self.value(base, stride, i).pointee) }
    }

    override func decode(
        _ reader: inout ByteReader,
        into base: UnsafeMutableRawPointer,
        stride: Int,
        count: Int
    ) throws {
        var done = 0
        do {
            while done < count {
                let value = try reader.readString()
                (base + done * stride).assumingMemoryBound(to: String.self).initialize(to: value)
                done += 1
            }
        } catch {
            destroy(base, stride: stride, count: done)
            throw error
        }
    }
}

/// Substrings: only their own characters travel, not the string they were cut from.
final class SubstringColumnCoder: ValueColumnCoder<Substring>, @unchecked Sendable {
    override func write(_ value: Substring, into writer: ByteWriter) { writer.write(String(value)) }

    override func read(_ reader: inout ByteReader) throws -> Substring { Substring(try reader.readString()) }
}

/// Characters, as the string of their scalars.
final class CharacterColumnCoder: ValueColumnCoder<Character>, @unchecked Sendable {
    override func write(_ value: Character, into writer: ByteWriter) { writer.write(String(value)) }

    override func read(_ reader: inout ByteReader) throws -> Character {
        let text = try reader.readString()
        guard let first = text.first, text.index(after: text.startIndex) == text.endIndex else {
            throw corruptData("the text before offset \(reader.offset) isn't a single character")
        }
        return first
    }
}

extension String: ColumnCodable {
    /// The coder of strings.
    public static func makeColumnCoder() -> ColumnCoder { StringColumnCoder() }
}

extension Substring: ColumnCodable {
    /// The coder of substrings.
    public static func makeColumnCoder() -> ColumnCoder { SubstringColumnCoder() }
}

extension Character: ColumnCodable {
    /// The coder of characters.
    public static func makeColumnCoder() -> ColumnCoder { CharacterColumnCoder() }
}
