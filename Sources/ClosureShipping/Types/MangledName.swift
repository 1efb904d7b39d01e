/// A mangled name in the executable: text in which control bytes are followed by references.
struct MangledName {
    let start: UnsafeRawPointer
    let length: Int

    init(start: UnsafeRawPointer) {
        self.start = start
        var length = 0
        while true {
            let byte = start.load(fromByteOffset: length, as: UInt8.self)
            if byte == 0 { break }
            length += 1
            if (0x01...0x17).contains(byte) { length += 4 }
            if (0x18...0x1f).contains(byte) { length += 8 }
        }
        self.length = length
    }

    /// The name with its references as whatever characters they happen to be.
    var text: String { String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self) }

    /// The size of a builtin number such as `Bi64_` or `Bf32_`.
    var builtinSize: Int? {
        let text = text
        guard text.hasPrefix("Bi") || text.hasPrefix("Bf"), text.hasSuffix("_"),
            let bits = Int(text.dropFirst(2).dropLast())
        else { return nil }
        return max(1, bits / 8)
    }

    /// Whether it is a lowered function type with a context: `I`, attributes, `_`.
    var isThickFunction: Bool {
        let text = text
        guard text.hasSuffix("_"), let mark = text.lastIndex(of: "I") else { return false }
        return text[text.index(after: mark)...].hasPrefix("e")
    }

    /// The name without references and identifiers: what is left are the operators, generic parameters among them.
    var operators: String {
        var text = ""
        var index = 0
        while index < length {
            let byte = start.load(fromByteOffset: index, as: UInt8.self)
            index += 1
            switch byte {
            case 0x01...0x17: index += 4
            case 0x18...0x1f: index += 8
            case UInt8(ascii: "1")...UInt8(ascii: "9"):
                // An identifier: its length and its characters.
                var count = Int(byte - UInt8(ascii: "0"))
                while index < length {
                    let digit = start.load(fromByteOffset: index, as: UInt8.self)
                    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit), count < length else { break }
                    count = count * 10 + Int(digit - UInt8(ascii: "0"))
                    index += 1
                }
                index += count
            default: text.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return text
    }

    /// The name for people: references as the names of what they refer to.
    var printable: String {
        var text = ""
        var index = 0
        while index < length {
            let byte = start.load(fromByteOffset: index, as: UInt8.self)
            switch byte {
            case 0x01:
                text += referredName(start + index + 1) ?? "…"
                index += 4
            case 0x02...0x17:
                text += "…"
                index += 4
            case 0x18...0x1f:
                text += "…"
                index += 8
            default: text.unicodeScalars.append(Unicode.Scalar(byte))
            }
            index += 1
        }
        return text
    }

    /// The name of the class, struct or enum that a direct reference leads to.
    private func referredName(_ field: UnsafeRawPointer) -> String? {
        let descriptor = field + Int(field.loadUnaligned(as: Int32.self))
        guard (16...18).contains(descriptor.load(as: UInt32.self) & 0x1f) else { return nil }
        let name = descriptor + 8
        return String(cString: (name + Int(name.load(as: Int32.self))).assumingMemoryBound(to: CChar.self))
    }

    /// Whether a lowered function type is a part of it.
    var holdsFunction: Bool {
        let text = Array(text.utf8)
        return zip(text, text.dropFirst()).contains { $0 == UInt8(ascii: "I") && $1 == UInt8(ascii: "e") }
            && text.contains(UInt8(ascii: "_"))
    }

    /// Whether it is a box around a mutable variable.
    var isBox: Bool { text.hasSuffix("Xb") || text.hasSuffix("Xx") || text.hasSuffix("XX") }
}
