/// What the bytes of one Codable value are. It is written in front of each, so that fields can be skipped and
/// a decoder that tries one type after another is told when it is wrong.
///
/// In keyed containers the tag shares a varint with the index of the field's name: `index << 4 | tag`.
enum ValueTag: UInt8 {
    case null
    case no
    case yes
    /// A signed integer as zigzag varint.
    case signed
    /// An unsigned integer as varint.
    case unsigned
    /// Four bytes.
    case float
    /// Eight bytes.
    case double
    /// A varint count and UTF-8 bytes.
    case string
    /// A varint byte count and fields.
    case keyed
    /// A varint byte count and values.
    case unkeyed
    /// A varint byte count and what a column coder writes for one value.
    case column
    /// Sixteen bytes.
    case wide
}

/// How deep Codable values may lie in each other, so that neither a cycle of objects nor corrupt bytes end in a
/// stack overflow, which no program survives.
let maximumDepth = 512

/// The key under which `superEncoder()` writes, as other coders name it.
let superKey = "super"
