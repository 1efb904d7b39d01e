import BinaryCoding
import Synchronization
import WeftDiagnostics

/// A number that tasks add to and the driver reads: a count of bad lines, a sum of bytes.
///
/// What a task added counts when the task succeeds. Inside actions it counts once a task; inside transformations a
/// partition that is computed again counts again.
public struct Accumulator<Value: AdditiveArithmetic & Codable & Sendable>: Sendable, Codable {
    let id: Int
    private let state: AccumulatorState<Value>?

    init(_ state: AccumulatorState<Value>) {
        id = state.id
        self.state = state
    }

    /// What travels to tasks is the accumulator's number only.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(id)
    }

    /// Makes a task's side of an accumulator.
    public init(from decoder: any Decoder) throws {
        id = try decoder.singleValueContainer().decode(Int.self)
        state = nil
    }

    /// Adds to the accumulator.
    public func add(_ amount: Value) {
        if let task = TaskContext.current {
            task.accumulatorBuffer(id) { SumBuffer<Value>() }.sum += amount
        } else {
            state?.total.withLock { $0 += amount }
        }
    }

    /// On the driver: what all succeeded tasks have added. In a task: what this task has added so far.
    public var value: Value {
        if let task = TaskContext.current { return task.accumulatorBuffer(id) { SumBuffer<Value>() }.sum }
        return state?.total.withLock { $0 } ?? .zero
    }

    /// The name it was given.
    public var name: String? { state?.name }
}

/// A collection that tasks append to and the driver reads. Its order is that in which tasks end.
public struct CollectionAccumulator<Element: Sendable>: Sendable, Codable {
    let id: Int
    private let state: CollectionState<Element>?

    init(_ state: CollectionState<Element>) {
        id = state.id
        self.state = state
    }

    /// What travels to tasks is the accumulator's number only.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(id)
    }

    /// Makes a task's side of an accumulator.
    public init(from decoder: any Decoder) throws {
        id = try decoder.singleValueContainer().decode(Int.self)
        state = nil
    }

    /// Appends an element.
    public func add(_ element: Element) {
        if let task = TaskContext.current {
            task.accumulatorBuffer(id) { ListBuffer<Element>() }.elements.append(element)
        } else {
            state?.elements.withLock { $0.append(element) }
        }
    }

    /// On the driver: what all succeeded tasks have appended. In a task: what this task has appended so far.
    public var value: [Element] {
        if let task = TaskContext.current { return task.accumulatorBuffer(id) { ListBuffer<Element>() }.elements }
        return state?.elements.withLock { $0 } ?? []
    }

    /// The name it was given.
    public var name: String? { state?.name }
}

/// What one task adds to one accumulator.
protocol AccumulatorBuffer: AnyObject {
    func encoded() throws -> [UInt8]
}

final class SumBuffer<Value: AdditiveArithmetic>: AccumulatorBuffer {
    var sum = Value.zero
    func encoded() throws -> [UInt8] { try BinaryCoding.encode(sum) }
}

final class ListBuffer<Element>: AccumulatorBuffer {
    var elements: [Element] = []
    func encoded() throws -> [UInt8] { try BinaryCoding.encode(elements) }
}

/// What a task added to an accumulator, on its way to the driver.
struct AccumulatorUpdate: Sendable, Codable {
    var id: Int
    var bytes: [UInt8]
}

/// The driver's side of an accumulator.
protocol AccumulatorMerging: Sendable {
    func merge(_ bytes: [UInt8]) throws
}

final class AccumulatorState<Value: AdditiveArithmetic & Sendable>: AccumulatorMerging {
    let id: Int
    let name: String?
    let total: Mutex<Value>

    init(id: Int, name: String?, initial: Value) {
        self.id = id
        self.name = name
        total = Mutex(initial)
    }

    func merge(_ bytes: [UInt8]) throws {
        let update = try BinaryCoding.decode(Value.self, from: bytes)
        total.withLock { $0 += update }
    }
}

final class CollectionState<Element: Sendable>: AccumulatorMerging {
    let id: Int
    let name: String?
    let elements = Mutex<[Element]>([])

    init(id: Int, name: String?) {
        self.id = id
        self.name = name
    }

    func merge(_ bytes: [UInt8]) throws {
        let update = try BinaryCoding.decode([Element].self, from: bytes)
        elements.withLock { $0.append(contentsOf: update) }
    }
}

/// The driver's accumulators by number.
final class AccumulatorRegistry: Sendable {
    private let states = Mutex<(next: Int, byID: [Int: any AccumulatorMerging])>((0, [:]))

    func register<State: AccumulatorMerging>(_ make: (Int) -> State) -> State {
        states.withLock { states in
            let state = make(states.next)
            states.byID[states.next] = state
            states.next += 1
            return state
        }
    }

    func merge(_ updates: [AccumulatorUpdate]) throws {
        for update in updates {
            guard let state = states.withLock({ $0.byID[update.id] }) else {
                throw WeftError("bad-task", "a task added to accumulator \(update.id), which doesn't exist")
            }
            try state.merge(update.bytes)
        }
    }
}
