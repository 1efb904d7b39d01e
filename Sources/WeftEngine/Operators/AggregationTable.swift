import CWeftEngine
import Glibc

/// An open-addressing hash table from keys to what has been combined for them so far.
///
/// `Dictionary` costs about three times as much here: it hashes with SipHash and checks uniqueness on each access. The
/// table keeps the hash beside key and value, so that growing and partitioning need no second hashing, and it is
/// `@inlinable` so that it specialises for the user's types. The hash is `stableHash`; its low bits index the table and
/// its high bits choose the shuffle partition, so that a partition's keys still spread over the whole table.
public final class AggregationTable<Key: Hashable, Value> {
    @usableFromInline struct Slot {
        // 0 marks a free slot; then key and value are uninitialised memory.
        @usableFromInline var hash: UInt64
        @usableFromInline var key: Key
        @usableFromInline var value: Value

        @inlinable init(hash: UInt64, key: Key, value: Value) {
            self.hash = hash
            self.key = key
            self.value = value
        }
    }

    @usableFromInline var slots: UnsafeMutablePointer<Slot>
    @usableFromInline var mask: Int
    /// How many keys the table holds.
    public private(set) var count = 0

    @usableFromInline static var initialCapacity: Int { 1 << 10 }

    /// Makes an empty table.
    @inlinable
    public init() {
        mask = Self.initialCapacity - 1
        slots = Self.allocate(Self.initialCapacity)
    }

    deinit {
        destroyAll()
        slots.deallocate()
    }

    /// The bytes of the table itself; what keys and values hold elsewhere isn't counted.
    @inlinable
    public var byteCount: Int { (mask + 1) * MemoryLayout<Slot>.stride }

    /// Whether so many rows more may make the table grow.
    @inlinable @inline(__always)
    func mayGrow(adding rows: Int) -> Bool { (count &+ rows) &* 3 > (mask &+ 1) &* 2 }

    @inlinable
    static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
        let raw = allocateTableMemory(
            byteCount: capacity * MemoryLayout<Slot>.stride,
            alignment: MemoryLayout<Slot>.alignment
        )
        let slots = raw.bindMemory(to: Slot.self, capacity: capacity)
        for index in 0..<capacity {
            raw.storeBytes(of: 0, toByteOffset: index &* MemoryLayout<Slot>.stride, as: UInt64.self)
        }
        return slots
    }

    @inlinable @inline(__always)
    static func hash(_ slot: UnsafeMutablePointer<Slot>) -> UInt64 {
        UnsafeRawPointer(slot).load(as: UInt64.self)
    }

    /// Combines a value with what is there for `key`, or inserts the first one.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - insert: makes the first value.
    ///   - merge: changes the value that is there.
    /// - Throws: what the closures throw; the table then still holds what it held.
    @inlinable @inline(__always)
    public func combine(
        _ key: Key,
        insert: () throws -> Value,
        merge: (inout Value) throws -> Void
    ) rethrows {
        try withUnsafePointer(to: key) { key in
            try combine(key, hash: Self.hash(of: key), insert: insert, merge: merge)
        }
    }

    // Keys are passed by address: by value, each would be copied, which for a slice or a long text is an atomic operation
    // and for a word still a call that finds out that it isn't.
    @inlinable @inline(__always)
    func combine(
        _ key: UnsafePointer<Key>,
        hash: UInt64,
        insert: () throws -> Value,
        merge: (inout Value) throws -> Void
    ) rethrows {
        var index = Int(truncatingIfNeeded: hash) & mask
        while true {
            let slot = slots + index
            let present = Self.hash(slot)
            if present == hash, Self.holds(slot, key) {
                try merge(&slot.pointee.value)
                return
            }
            if present == 0 {
                let value = try insert()
                // `insert` is the user's code, but it can't reach this table, so the free slot is still the free slot.
                slot.initialize(to: Slot(hash: hash, key: ownedKey(key.pointee), value: value))
                added()
                return
            }
            index = (index &+ 1) & mask
        }
    }

    @inlinable @inline(__always)
    static func holds(_ slot: UnsafeMutablePointer<Slot>, _ key: UnsafePointer<Key>) -> Bool {
        if Key.self == Bytes.self || Key.self == String.self {
            // Words hold their bytes in themselves, so the same bits are the same word. Other bits may still be equal: the
            // same bytes at another place.
            let left = UnsafeRawPointer(slot) + keyOffset
            let right = UnsafeRawPointer(key)
            let first = left.load(as: UInt64.self) ^ right.load(as: UInt64.self)
            let second = left.load(fromByteOffset: 8, as: UInt64.self) ^ right.load(fromByteOffset: 8, as: UInt64.self)
            if first | second == 0 { return true }
        }
        if Key.self == Double.self || Key.self == Float.self {
            // All NaNs are one key, as in Spark. To `==` none equals any, and each would be a group of its own at the end of an
            // ever longer run of slots.
            let left = slot.pointee.key
            let right = key.pointee
            return left == right || (left != left && right != right)
        }
        return slot.pointee.key == key.pointee
    }

    /// Where a slot's key is: behind the hash.
    @inlinable static var keyOffset: Int {
        @inline(__always)
        get {
            let mask = MemoryLayout<Key>.alignment &- 1
            return (MemoryLayout<UInt64>.size &+ mask) & ~mask
        }
    }

    @inlinable @inline(__always)
    static func hash(of key: UnsafePointer<Key>) -> UInt64 {
        let hash: UInt64
        if Key.self == Bytes.self {
            hash = StableHash.hash(at: UnsafeRawPointer(key).assumingMemoryBound(to: Bytes.self))
        } else {
            hash = stableHash(key.pointee)
        }
        return hash == 0 ? 1 : hash
    }

    /// Combines the values of a batch of pairs with what is there for their keys.
    ///
    /// A large table is a cache miss a row, and nothing but the key tells which. So the hash of a row is computed and its slot
    /// asked for some rows before the row's turn, and by then the slot has come.
    ///
    /// - Parameters:
    ///   - batch: the pairs.
    ///   - insert: makes the first combination of a key.
    ///   - merge: adds a value to the combination that is there.
    /// - Throws: what the closures throw; the pairs before that are combined.
    @inlinable
    public func combine<Row>(
        _ batch: [(Key, Row)],
        insert: (Row) throws -> Value,
        merge: (inout Value, Row) throws -> Void
    ) rethrows {
        try batch.withUnsafeBufferPointer { rows in
            guard let base = rows.baseAddress else { return }
            let ahead = Self.rowsAhead
            // The hash of row i is at i % ahead until its turn.
            try withUnsafeTemporaryAllocation(of: UInt64.self, capacity: ahead) { hashes in
                for index in 0..<Swift.min(ahead, rows.count) {
                    hashes[index] = ask(for: Self.key(of: base + index))
                }
                for index in 0..<rows.count {
                    let row = base + index
                    let hash = hashes[index & (ahead &- 1)]
                    if index &+ ahead < rows.count {
                        hashes[index & (ahead &- 1)] = ask(for: Self.key(of: row + ahead))
                    }
                    try combine(
                        Self.key(of: row),
                        hash: hash,
                        insert: { try insert(Self.value(of: row).pointee) },
                        merge: { try merge(&$0, Self.value(of: row).pointee) }
                    )
                }
            }
        }
    }

    /// The hash of a key, whose slot is on its way into the cache from now on.
    @inlinable @inline(__always)
    func ask(for key: UnsafePointer<Key>) -> UInt64 {
        let hash = Self.hash(of: key)
        weft_prefetch(slots + (Int(truncatingIfNeeded: hash) & mask))
        return hash
    }

    /// A pair's key: a tuple starts with its first element.
    @inlinable @inline(__always)
    static func key<Row>(of row: UnsafePointer<(Key, Row)>) -> UnsafePointer<Key> {
        UnsafeRawPointer(row).assumingMemoryBound(to: Key.self)
    }

    /// A pair's value, whose place follows from the rules of tuples: `pointee.1` would copy the key too.
    @inlinable @inline(__always)
    static func value<Row>(of row: UnsafePointer<(Key, Row)>) -> UnsafePointer<Row> {
        let mask = MemoryLayout<Row>.alignment &- 1
        let offset = (MemoryLayout<Key>.size &+ mask) & ~mask
        return (UnsafeRawPointer(row) + offset).assumingMemoryBound(to: Row.self)
    }

    /// How many rows before its turn a row's slot is asked for, a power of 2: about as many as a core can wait for at once.
    @inlinable static var rowsAhead: Int { 16 }

    @usableFromInline @inline(never)
    func added() {
        count &+= 1
        // Linear probing stays short up to two thirds full.
        if count &* 3 > (mask &+ 1) &* 2 { grow() }
    }

    @usableFromInline
    func grow() {
        let old = slots
        let oldCapacity = mask + 1
        mask = oldCapacity * 2 - 1
        slots = Self.allocate(oldCapacity * 2)
        for index in 0..<oldCapacity {
            let hash = Self.hash(old + index)
            guard hash != 0 else { continue }
            var target = Int(truncatingIfNeeded: hash) & mask
            while Self.hash(slots + target) != 0 { target = (target + 1) & mask }
            (slots + target).moveInitialize(from: old + index, count: 1)
        }
        old.deallocate()
    }

    /// The value for a key, if there is one.
    @inlinable
    public subscript(key: Key) -> Value? {
        withUnsafePointer(to: key) { key in
            let hash = Self.hash(of: key)
            var index = Int(truncatingIfNeeded: hash) & mask
            while true {
                let slot = slots + index
                let present = Self.hash(slot)
                if present == hash, Self.holds(slot, key) { return slot.pointee.value }
                if present == 0 { return nil }
                index = (index &+ 1) & mask
            }
        }
    }

    /// Hands over every entry with its hash, in the table's order, and leaves the table empty.
    ///
    /// - Throws: what `body` throws; entries not handed over yet are dropped.
    @inlinable
    public func drain(_ body: (UInt64, Key, Value) throws -> Void) rethrows {
        // Small again as well: a table that stayed large would be walked whole for the few entries that come next.
        defer { reset() }
        for index in 0...mask {
            let slot = slots + index
            let hash = Self.hash(slot)
            guard hash != 0 else { continue }
            let entry = slot.move()
            UnsafeMutableRawPointer(slot).storeBytes(of: 0, as: UInt64.self)
            removedOne()
            try body(hash, entry.key, entry.value)
        }
    }

    /// The entries as batches of pairs; the table is emptied as they are taken.
    @inlinable
    public func batches(size: Int) -> BatchIterator<(Key, Value)> {
        var index = 0
        return BatchIterator<(Key, Value)> { [self] in
            guard index <= mask else { return nil }
            var batch: [(Key, Value)] = []
            batch.reserveCapacity(Swift.min(size, count))
            while index <= mask, batch.count < size {
                let slot = slots + index
                index += 1
                guard Self.hash(slot) != 0 else { continue }
                let entry = slot.move()
                UnsafeMutableRawPointer(slot).storeBytes(of: 0, as: UInt64.self)
                removedOne()
                batch.append((entry.key, entry.value))
            }
            return batch
        }
    }

    /// Some entries, up to `limit`: from the middle of the table on, where whatever is there is there by chance.
    func sample(_ limit: Int) -> [(Key, Value)] {
        var entries: [(Key, Value)] = []
        var index = (mask + 1) / 2
        while index <= mask, entries.count < limit {
            let slot = slots + index
            if Self.hash(slot) != 0 { entries.append((slot.pointee.key, slot.pointee.value)) }
            index += 1
        }
        return entries
    }

    /// Removes all entries, and the memory that they needed.
    @inlinable
    public func removeAll() { reset() }

    /// A key that keeps no more in memory than itself: a slice of a block of input must not keep the block.
    @inlinable @inline(__always)
    func ownedKey(_ key: Key) -> Key {
        if Key.self == Bytes.self, let bytes = key as? Bytes, let owned = bytes.detached() as? Key { return owned }
        return key
    }

    @usableFromInline
    func removedOne() { count &-= 1 }

    @usableFromInline
    func reset() {
        destroyAll()
        guard mask >= Self.initialCapacity else { return }
        slots.deallocate()
        mask = Self.initialCapacity - 1
        slots = Self.allocate(Self.initialCapacity)
    }

    @usableFromInline
    func destroyAll() {
        guard count > 0 else { return }
        for index in 0...mask where Self.hash(slots + index) != 0 {
            (slots + index).deinitialize(count: 1)
            UnsafeMutableRawPointer(slots + index).storeBytes(of: 0, as: UInt64.self)
        }
        count = 0
    }
}

/// Memory for a table, to be freed with `deallocate()`.
@usableFromInline
func allocateTableMemory(byteCount: Int, alignment: Int) -> UnsafeMutableRawPointer {
    let hugePage = 2 << 20
    guard byteCount >= 2 * hugePage else {
        // On a cache line's start: a slot of 32 bytes, the most frequent size, then lies in one line.
        return .allocate(byteCount: byteCount, alignment: max(64, alignment))
    }
    // Almost each access to a large table is to another page; with pages of 4 KiB, looking up where the page is costs as
    // much as the access. Every page of a table is written at once, so large ones take no more memory.
    let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: max(hugePage, alignment))
    // Where the kernel has no huge pages, small ones do.
    _ = madvise(memory, byteCount, MADV_HUGEPAGE)
    return memory
}
