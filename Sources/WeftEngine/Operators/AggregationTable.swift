import CWeftEngine

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

    @inlinable
    static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
        // On a cache line's start: a slot of 32 bytes, the most frequent size, then lies in one line.
        let raw = UnsafeMutableRawPointer.allocate(
            byteCount: capacity * MemoryLayout<Slot>.stride,
            alignment: Swift.max(64, MemoryLayout<Slot>.alignment)
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
        try combine(key, hash: Self.nonZero(stableHash(key)), insert: insert, merge: merge)
    }

    @inlinable @inline(__always)
    func combine(
        _ key: Key,
        hash: UInt64,
        insert: () throws -> Value,
        merge: (inout Value) throws -> Void
    ) rethrows {
        var index = Int(truncatingIfNeeded: hash) & mask
        while true {
            let slot = slots + index
            let present = Self.hash(slot)
            if present == hash, slot.pointee.key == key {
                try merge(&slot.pointee.value)
                return
            }
            if present == 0 {
                let value = try insert()
                // `insert` is the user's code, but it can't reach this table, so the free slot is still the free slot.
                slot.initialize(to: Slot(hash: hash, key: ownedKey(key), value: value))
                added()
                return
            }
            index = (index &+ 1) & mask
        }
    }

    /// Combines the values of a batch of pairs with what is there for their keys.
    ///
    /// A large table is a cache miss a row, and nothing but the key tells which. So the batch is walked in short runs: the
    /// hashes of a run are computed and their slots asked for first, and by the time they are looked at they have come.
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
            try withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.runLength) { hashes in
                var start = 0
                while start < rows.count {
                    let length = Swift.min(Self.runLength, rows.count &- start)
                    for offset in 0..<length {
                        let hash = Self.nonZero(stableHash(rows[start &+ offset].0))
                        hashes[offset] = hash
                        weft_prefetch(slots + (Int(truncatingIfNeeded: hash) & mask))
                    }
                    for offset in 0..<length {
                        let index = start &+ offset
                        try combine(
                            rows[index].0,
                            hash: hashes[offset],
                            insert: { try insert(rows[index].1) },
                            merge: { try merge(&$0, rows[index].1) }
                        )
                    }
                    start &+= length
                }
            }
        }
    }

    /// How many slots are asked for before the first is looked at: as many as a core can wait for at once.
    @usableFromInline static var runLength: Int { 32 }

    @inlinable @inline(__always)
    static func nonZero(_ hash: UInt64) -> UInt64 { hash == 0 ? 1 : hash }

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
        let hash = Self.nonZero(stableHash(key))
        var index = Int(truncatingIfNeeded: hash) & mask
        while true {
            let slot = slots + index
            let present = Self.hash(slot)
            if present == hash, slot.pointee.key == key { return slot.pointee.value }
            if present == 0 { return nil }
            index = (index &+ 1) & mask
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
