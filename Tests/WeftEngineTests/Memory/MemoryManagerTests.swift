import Synchronization
import Testing

@testable import WeftEngine

@Suite("The memory of an executor")
struct MemoryManagerTests {
    @Test(
        "the anonymous pages are those resident without those shared",
        arguments: [
            ("100 50 20 1 0 30 0\n", 30), ("100 50 60 1 0 30 0", 0), ("", 0), ("1 2", 0), ("x y z", 0),
            ("1 99999999999999999999999 3", 0), ("7 12 5", 7),
        ]
    )
    func statm(text: String, pages: Int) {
        var text = text
        #expect(text.withUTF8 { ResidentMemory.anonymousPages(UnsafeRawBufferPointer($0)) } == pages)
    }

    @Test("memory that is written shows, and memory that is given back doesn't")
    func measures() {
        let resident = ResidentMemory()
        let before = resident.anonymousBytes
        #expect(before > 1 << 20)
        let size = 256 << 20
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 4096)
        memory.initializeMemory(as: UInt8.self, repeating: 1, count: size)
        #expect(resident.anonymousBytes > before + size / 2)
        memory.deallocate()
        #expect(resident.anonymousBytes < before + size / 2)
    }

    @Test("above the resident limit a task is refused whatever was booked, but has its minimum")
    func pressure() {
        let manager = MemoryManager(budget: 1 << 30, slots: 1, storageFraction: 0.5, residentLimit: 1)
        manager.start(task: 1)
        #expect(manager.reserve(manager.minimum, task: 1))
        #expect(!manager.reserve(64 << 20, task: 1) || !manager.reserve(64 << 20, task: 1))
        #expect(manager.metrics.pressureCount > 0)
        #expect(manager.metrics.executionUsed <= manager.minimum + 64 << 20)
        manager.end(task: 1)
        #expect(manager.metrics.executionUsed == 0)
    }

    @Test("blocks are evicted for a task, and what was evicted is what is missing")
    func evictor() {
        let manager = MemoryManager(budget: 1 << 20, slots: 1, storageFraction: 0.25)
        let evicted = Mutex<[Int]>([])
        manager.setEvictor { [unowned manager] bytes in
            evicted.withLock { $0.append(bytes) }
            manager.releaseStorage(bytes)
            return bytes
        }
        #expect(manager.acquireStorage(1 << 20) == .granted)
        manager.start(task: 1)
        #expect(manager.reserve(700 << 10, task: 1))
        #expect(evicted.withLock { $0 } == [700 << 10])
        #expect(!manager.reserve(200 << 10, task: 1))
        #expect(manager.metrics.storageUsed == 324 << 10)
    }

    @Test("an executor's budget leaves the runtime its part")
    func executor() {
        let small = MemoryManager.executor(memory: 64 << 20, slots: 2, storageFraction: 0.5, mapped: 0)
        #expect(small.budget == 40 << 20)
        #expect(small.residentLimit == 52 << 20)
        let mapping = MemoryManager.executor(memory: 64 << 20, slots: 2, storageFraction: 0.5, mapped: 12 << 20)
        #expect(mapping.budget == 40 << 20)
        #expect(mapping.residentLimit == 40 << 20)
        let large = MemoryManager.executor(memory: 10 << 30, slots: 2, storageFraction: 0.5, mapped: 0)
        #expect(large.budget == 9 << 30)
        let tiny = MemoryManager.executor(memory: 1 << 20, slots: 2, storageFraction: 0.5, mapped: 0)
        #expect(tiny.budget == 256 << 10)
        #expect(MemoryManager.local(memory: .max, slots: 2, storageFraction: 0.5).residentLimit > .max / 2)
    }

    @Test("a step of a task makes another one spill that has more than it needs")
    func spillsOthers() throws {
        try withTaskMemory(budget: 1 << 20) { memory throws in
            let first = MemoryReservation(memory)
            #expect(try first.cover(900 << 10))
            let rest = SpillableRest<Int>(first)
            rest.write = { BatchIterator(batches: [[3], [4]]) }
            let rows = rest.following(BatchIterator(batches: [[1], [2]]))
            #expect(try rows.next() == [1])
            let second = MemoryReservation(memory)
            #expect(try second.cover(800 << 10))
            #expect(first.bytes == 0)
            #expect(try rows.collect() == [3, 4])
            #expect(try !second.cover(2 << 20))
        }
    }
}
