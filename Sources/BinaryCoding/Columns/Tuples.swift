/// The elements of a tuple type, read from the runtime's description of it.
///
/// The description's layout is part of Swift's ABI: kind, element count, labels, then a type and an offset each
/// (the offset is four bytes wide on Linux).
struct TupleLayout {
    /// One element: its type and where it lies in the tuple.
    struct Element {
        var type: Any.Type
        var offset: Int
    }

    var elements: [Element]

    /// The layout of a type if it is a tuple, `Void` included.
    init?(_ type: Any.Type) {
        let metadata = unsafeBitCast(type, to: UnsafeRawPointer.self)
        guard metadata.load(as: Int.self) == 0x301 else { return nil }
        let count = metadata.load(fromByteOffset: 8, as: Int.self)
        elements = (0..<count).map { index in
            Element(
                type: unsafeBitCast(
                    metadata.load(fromByteOffset: 24 + 16 * index, as: UnsafeRawPointer.self),
                    to: Any.Type.self
                ),
                offset: Int(metadata.load(fromByteOffset: 32 + 16 * index, as: UInt32.self))
            )
        }
    }
}

/// Tuples: one column per element.
final class TupleColumnCoder: ColumnCoder, @unchecked Sendable {
    private struct Element {
        var coder: ColumnCoder
        var offset: Int
    }

    private let elements: [Element]

    private init(_ elements: [Element], minimumBits: Int) {
        self.elements = elements
        super.init(minimumBits: minimumBits)
    }

    /// Makes the coder of a tuple type; throws when an element has none.
    static func make(_ layout: TupleLayout) throws -> TupleColumnCoder {
        var elements: [Element] = []
        var bits = 0
        for element in layout.elements {
            let coder = try ColumnCoder.of(element.type)
            elements.append(Element(coder: coder, offset: element.offset))
            bits += coder.minimumBits
        }
        return TupleColumnCoder(elements, minimumBits: bits)
    }

    override func encode(_ base: UnsafeRawPointer, stride: Int, count: Int, into writer: ByteWriter) throws {
        for element in elements {
            try element.coder.encode(base + element.offset, stride: stride, count: count, into: writer)
        }
    }

    override func decode(
        _ reader: inout ByteReader,
        into base: UnsafeMutableRawPointer,
        stride: Int,
        count: Int
    ) throws {
        var done = 0
        do {
            while done < elements.count {
                let element = elements[done]
                try element.coder.decode(&reader, into: base + element.offset, stride: stride, count: count)
                done += 1
            }
        } catch {
            for element in elements[..<done] {
                element.coder.destroy(base + element.offset, stride: stride, count: count)
            }
            throw error
        }
    }

    override func destroy(_ base: UnsafeMutableRawPointer, stride: Int, count: Int) {
        for element in elements { element.coder.destroy(base + element.offset, stride: stride, count: count) }
    }
}
