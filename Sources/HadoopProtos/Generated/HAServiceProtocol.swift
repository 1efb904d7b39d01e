// swift-format-ignore-file
// Written by Protos/generate from HAServiceProtocol.proto.

internal import CHadoopProtos
import WeftDiagnostics

public struct HAServiceStateProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let initializing = Self(rawValue: 0)
    public static let active = Self(rawValue: 1)
    public static let standby = Self(rawValue: 2)
    public static let observer = Self(rawValue: 3)
    public static let names: [Int32: String] = [0: "INITIALIZING", 1: "ACTIVE", 2: "STANDBY", 3: "OBSERVER"]
}
