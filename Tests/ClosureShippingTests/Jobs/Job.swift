import BinaryCoding
import ClosureShipping
import ShippingKernels

/// A closure to be sent: a name and how to make it from a number that the compiler doesn't know.
public struct Job {
    /// What the job is about.
    public var name: String
    /// The code of the error that encoding it throws, or nil if it can be sent.
    public var refusal: String?
    /// Whether a release build may lose the type of a capture, which encoding then says.
    public var mayBeLost: Bool
    /// Makes the task.
    public var make: (Int) throws -> any ShippedTask

    init(
        _ name: String,
        refusal: String? = nil,
        mayBeLost: Bool = false,
        _ make: @escaping (Int) throws -> any ShippedTask
    ) {
        self.mayBeLost = mayBeLost
        self.name = name
        self.refusal = refusal
        self.make = make
    }

    /// All jobs.
    public static var all: [Job] { chains + captures + generics + refusals }
}

/// A task's type and bytes.
public struct Parcel: Codable {
    var type: TypeCode
    var payload: [UInt8]

    /// Packs a task.
    public init(_ task: any ShippedTask) throws { self = try Self.pack(task) }

    init(type: TypeCode, payload: [UInt8]) {
        self.type = type
        self.payload = payload
    }

    private static func pack<T: ShippedTask>(_ task: T) throws -> Parcel {
        Parcel(type: try TypeCode(T.self), payload: try BinaryCoding.encode(task))
    }

    /// Unpacks a task.
    public func open() throws -> (any ShippedTask)? {
        guard let type = try type.resolve() as? any ShippedTask.Type else { return nil }
        func decode<T: ShippedTask>(_ type: T.Type) throws -> any ShippedTask {
            try BinaryCoding.decode(type, from: payload)
        }
        return try decode(type)
    }
}
