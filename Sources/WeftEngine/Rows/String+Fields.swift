extension String {
    /// The words: what lies between ASCII white space (space, tab, LF, VT, FF, CR), without empty ones.
    ///
    /// Words are found as they are asked for. Other white space of Unicode, a no-break space for instance, stays within
    /// words.
    @inlinable
    public func words() -> StringFields { StringFields(self, separator: .whiteSpace, omittingEmpty: true) }

    /// The fields between separators, found as they are asked for.
    ///
    /// - Parameters:
    ///   - separator: the character between fields, which must be ASCII: `,` or `\t` for instance.
    ///   - omittingEmpty: whether empty fields are left out. Without it, `n` separators make `n + 1` fields.
    @inlinable
    public func fields(_ separator: Unicode.Scalar, omittingEmpty: Bool = false) -> StringFields {
        StringFields(self, separator: .byte(UInt8(ascii: separator)), omittingEmpty: omittingEmpty)
    }
}

/// Parts of a `String`, made by `String.words()` and `String.fields(_:omittingEmpty:)`.
@frozen
public struct StringFields: Sequence, Sendable {
    @usableFromInline let source: String
    @usableFromInline let separator: Separator
    @usableFromInline let omittingEmpty: Bool

    @inlinable
    init(_ source: String, separator: Separator, omittingEmpty: Bool) {
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
        @usableFromInline let omittingEmpty: Bool
        @usableFromInline var cutter: ByteCutter

        @inlinable
        init(_ fields: StringFields) {
            source = fields.source
            omittingEmpty = fields.omittingEmpty
            cutter = ByteCutter(fields.separator, start: 0, end: fields.source.utf8.count)
        }

        /// The next part.
        @inlinable
        public mutating func next() -> String? {
            var cutter = cutter
            let omittingEmpty = omittingEmpty
            let part = source.withUTF8 { (text) -> String? in
                // An empty text may have no address; its only part is empty.
                guard let base = UnsafeRawPointer(text.baseAddress) else {
                    guard cutter.start == 0 else { return nil }
                    cutter.start = 1
                    return omittingEmpty ? nil : ""
                }
                guard let part = cutter.next(omittingEmpty: omittingEmpty, base, mayReadPastEnd: false) else {
                    return nil
                }
                return SmallText.text(base + part.start, count: part.count, room: text.count &- part.start)
            }
            self.cutter = cutter
            return part
        }
    }
}
