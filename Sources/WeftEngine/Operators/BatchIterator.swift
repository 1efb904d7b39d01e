/// The rows of one partition, a batch at a time.
///
/// The engine never moves single rows: an operator takes arrays of rows and gives arrays of rows, so that the loop over
/// the rows stands in the user's module, specialised, and the engine pays one indirect call a batch. An iterator is made
/// and used on one task slot's thread.
public final class BatchIterator<Element> {
    @usableFromInline let pull: () throws -> [Element]?

    /// Makes an iterator from a closure that gives the next batch, and nil at the end. A batch may be empty.
    @inlinable
    public init(_ pull: @escaping () throws -> [Element]?) {
        self.pull = pull
    }

    /// Makes an iterator over batches that are there already.
    @inlinable
    public convenience init(batches: [[Element]]) {
        var index = 0
        self.init {
            guard index < batches.count else { return nil }
            defer { index += 1 }
            return batches[index]
        }
    }

    /// The next batch, which may be empty, or nil at the end.
    ///
    /// - Throws: what reading or computing the rows throws.
    @inlinable
    public func next() throws -> [Element]? {
        try pull()
    }

    /// All rows that are left, in one array.
    ///
    /// - Throws: what reading or computing the rows throws.
    @inlinable
    public func collect() throws -> [Element] {
        guard var rows = try pull() else { return [] }
        while let batch = try pull() { rows.append(contentsOf: batch) }
        return rows
    }

    /// An iterator over the same rows after `transform`, a batch at a time.
    @inlinable
    public func mapBatches<U>(_ transform: @escaping ([Element]) throws -> [U]) -> BatchIterator<U> {
        BatchIterator<U> { [pull] in
            guard let batch = try pull() else { return nil }
            return try transform(batch)
        }
    }

    /// An iterator over the elements of a sequence, `size` at a time.
    @inlinable
    public static func batching<S: Sequence>(
        _ sequence: S,
        size: Int,
        finally check: @escaping () throws -> Void = {}
    ) -> BatchIterator<Element> where S.Element == Element {
        var iterator = sequence.makeIterator()
        return BatchIterator {
            var batch: [Element] = []
            batch.reserveCapacity(size)
            while batch.count < size, let row = iterator.next() { batch.append(row) }
            try check()
            return batch.isEmpty ? nil : batch
        }
    }
}

/// The rows of one partition as a sequence of single rows, as `mapPartitions` and `foreachPartition` hand them over.
///
/// It can be walked once. An error below (a file that can't be read, a row function that throws) ends the sequence and
/// is thrown by the engine as soon as the user's function returns, so it can't be taken for the end of the data.
public final class PartitionRows<Element>: Sequence, IteratorProtocol {
    @usableFromInline let source: BatchIterator<Element>
    @usableFromInline var batch: [Element] = []
    @usableFromInline var index = 0
    @usableFromInline var failure: (any Error)?

    /// Makes the row view of a batch iterator.
    @inlinable
    public init(_ source: BatchIterator<Element>) {
        self.source = source
    }

    /// The next row, or nil at the end.
    @inlinable
    public func next() -> Element? {
        while index == batch.count {
            guard failure == nil else { return nil }
            do {
                guard let next = try source.next() else { return nil }
                batch = next
                index = 0
            } catch {
                failure = error
                return nil
            }
        }
        defer { index += 1 }
        return batch[index]
    }

    /// Throws the error that ended the sequence early, if one did.
    @inlinable
    public func check() throws {
        if let failure { throw failure }
    }
}

// The loops of the kernels. They reach rows by address, because an array's iterator copies each row: for a slice or a long
// text that is an atomic operation and its undoing.
extension Array {
    /// `map` for batches.
    @inlinable @inline(__always)
    func mapRows<Output>(_ transform: (Element) throws -> Output) rethrows -> [Output] {
        try withUnsafeBufferPointer { rows in
            try [Output](unsafeUninitializedCapacity: rows.count) { output, initialized in
                guard let from = rows.baseAddress, let to = output.baseAddress else { return }
                for index in 0..<rows.count {
                    (to + index).initialize(to: try transform(from[index]))
                    // At each step: what is there when `transform` throws is destroyed.
                    initialized = index &+ 1
                }
            }
        }
    }

    /// `forEach` for batches.
    @inlinable @inline(__always)
    func forEachRow(_ body: (Element) throws -> Void) rethrows {
        try withUnsafeBufferPointer { rows in
            for index in 0..<rows.count { try body(rows[index]) }
        }
    }

    /// `filter` for batches.
    @inlinable @inline(__always)
    func filterRows(_ isIncluded: (Element) throws -> Bool) rethrows -> [Element] {
        try withUnsafeBufferPointer { rows in
            try [Element](unsafeUninitializedCapacity: rows.count) { output, initialized in
                guard let from = rows.baseAddress, let to = output.baseAddress else { return }
                for index in 0..<rows.count where try isIncluded(from[index]) {
                    (to + initialized).initialize(to: from[index])
                    initialized &+= 1
                }
            }
        }
    }

    /// `flatMap` for batches, walking through lazy sequences as they come.
    @inlinable @inline(__always)
    func flatMapRows<Rows: Sequence>(_ transform: (Element) throws -> Rows) rethrows -> [Rows.Element] {
        try withUnsafeBufferPointer { rows in
            var result: [Rows.Element] = []
            result.reserveCapacity(rows.count)
            guard let from = rows.baseAddress else { return result }
            for index in 0..<rows.count {
                for element in try transform(from[index]) { result.append(element) }
                // The first rows tell how many elements there will be: an array that grows is copied each time. Rows that
                // give very many are left alone: they may be the exception, and memory isn't to be taken on a guess.
                if index == 31, result.count < 4096 {
                    result.reserveCapacity(result.count &* (rows.count / 32 &+ 1) &* 9 / 8)
                }
            }
            return result
        }
    }
}
