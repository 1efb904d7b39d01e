import Testing

@testable import WeftEngine

@Suite struct ExecutorTableTests {
    @Test func `positions come from the start on, then from the beginning`() {
        var positions = PositionSet()
        for position in [0, 5, 63, 64, 200] { positions.insert(position) }
        #expect(positions.positions(from: 63) == [63, 64, 200, 0, 5])
        #expect(positions.positions(from: 0) == [0, 5, 63, 64, 200])
        #expect(positions.positions(from: 1000) == [0, 5, 63, 64, 200])
        positions.remove(64)
        positions.remove(64)
        positions.remove(9999)
        #expect(positions.positions(from: 63) == [63, 200, 0, 5])
    }

    /// The table as it should be, told by the plainest means.
    private struct Model {
        var slots: [String: Int] = [:]
        var running: [String: Set<Int>] = [:]
        var unusable: [String: (isDecommissioned: Bool, isExcluded: Bool)] = [:]

        func isUsable(_ id: String) -> Bool {
            slots[id] != nil && unusable[id]?.isDecommissioned != true && unusable[id]?.isExcluded != true
        }

        func freeSlots(_ id: String) -> Int { (slots[id] ?? 0) - (running[id]?.count ?? 0) }
    }

    @Test(arguments: 0..<8)
    func `whatever happens, what is free and usable is known`(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var table = ExecutorTable()
        var model = Model()
        var nextID = 0
        func host(_ id: String) -> String { "h\(id.count)" }
        for step in 0..<500 {
            let id = model.slots.keys.sorted().randomElement(using: &random) ?? ""
            switch Int.random(in: 0..<7, using: &random) {
            case 0, 1:
                let new = String(repeating: "e", count: 1 + nextID % 7) + "\(nextID)"
                nextID += 1
                model.slots[new] = Int.random(in: 1...3, using: &random)
                table.add(id: new, host: host(new), rack: "r", slots: model.slots[new] ?? 0)
            case 2:
                #expect((table.remove(id) != nil) == (model.slots[id] != nil))
                model.slots[id] = nil
                model.running[id] = nil
                model.unusable[id] = nil
            case 3:
                guard model.isUsable(id), model.freeSlots(id) > 0 else { continue }
                table.taskLaunched(step, on: id)
                model.running[id, default: []].insert(step)
            case 4:
                guard let task = model.running[id]?.min() else { continue }
                table.taskEnded(task, on: id)
                table.taskEnded(task, on: id)
                model.running[id]?.remove(task)
            case 5:
                let isNew = model.slots[id] != nil && model.unusable[id]?.isDecommissioned != true
                #expect(table.decommission(id) == isNew)
                if isNew { model.unusable[id, default: (false, false)].isDecommissioned = true }
            default:
                let isExcluded = random.chance(0.5)
                _ = table.setExcluded(isExcluded, id)
                if model.slots[id] != nil { model.unusable[id, default: (false, false)].isExcluded = isExcluded }
            }
            let usable = model.slots.keys.filter { model.isUsable($0) }
            #expect(table.usableCount == usable.count && table.count == model.slots.count)
            #expect(table.freeSlots == usable.reduce(0) { $0 + model.freeSlots($1) })
            let free = usable.filter { model.freeSlots($0) > 0 }
            #expect(table.executorsWithFreeSlots().sorted() == free.sorted())
            let hosts = Set(usable.map { host($0) })
            for name in Set(model.slots.keys.map { host($0) }) {
                #expect(table.hasUsableExecutor(onHost: name) == hosts.contains(name))
            }
            #expect(table.hasUsableExecutor(onRack: "r") == !usable.isEmpty)
        }
    }
}
