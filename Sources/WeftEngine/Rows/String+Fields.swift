extension String {
    /// The words: what lies between ASCII white space (space, tab, LF, VT, FF, CR), without empty ones.
    ///
    /// Words are found as they are asked for. Other white space of Unicode, a no-break space for instance, stays within
    /// words.
    @inlinable
    public func words() -> StringFields { StringFields(self, separator: nil, omittingEmpty: true) }

    /// The fields between separators, found as they are asked for.
    ///
    /// - Parameters:
    ///   - separator: the character between fields, which must be ASCII: `,` or `\t` for instance.
    ///   - omittingEmpty: whether empty fields are left out. Without it, `n` separators make `n + 1` fields.
    @inlinable
    public func fields(_ separator: Unicode.Scalar, omittingEmpty: Bool = false) -> StringFields {
        StringFields(self, separator: UInt8(ascii: separator), omittingEmpty: omittingEmpty)
    }
}

/// Parts of a `String`, made by `String.words()` and `String.fields(_:omittingEmpty:)`.
@frozen
public struct StringFields: Sequence, Sendable {
    @usableFromInline let source: String
    /// Nil for any ASCII white space.
    @usableFromInline let separator: UInt8?
    @usableFromInline let omittingEmpty: Bool

    @inlinable
    init(_ source: String, separator: UInt8?, omittingEmpty: Bool) {
        self.source = source
        self.separator = separator
        self.omittingEmpty = omittingEmpty
    }

    /// Makes an iterator.
    @inlinable
    public func makeIterator() -> Iterator { Iterator(self) }

    /// Goes through the parts.
    @frozen
    public struct Iterator: IteratorProtocol {
        @usableFromInline var source: String
        @usableFromInline let separator: UInt8?
        @usableFromInline let omittingEmpty: Bool
        @usableFromInline var position = 0

        @inlinable
        init(_ fields: StringFields) {
            source = fields.source
            // A bridged or otherwise scattered string is copied once; native ones stay.
            source.makeContiguousUTF8()
            separator = fields.separator
            omittingEmpty = fields.omittingEmpty
        }

        /// The next part.
        @inlinable
        public mutating func next() -> String? {
            var position = self.position
            let separator = separator
            let omittingEmpty = omittingEmpty
            let part = source.withUTF8 { (text) -> String? in
                while position <= text.count {
                    let start = position
                    var stop = start
                    if let separator {
                        while stop < text.count && text[stop] != separator { stop &+= 1 }
                    } else {
                        while stop < text.count && !ASCII.isWhiteSpace(text[stop]) { stop &+= 1 }
                    }
                    position = stop &+ 1
                    if stop == start && omittingEmpty { continue }
                    return String(decoding: UnsafeBufferPointer(rebasing: text[start..<stop]), as: UTF8.self)
                }
                return nil
            }
            self.position = position
            return part
        }
    }
}
