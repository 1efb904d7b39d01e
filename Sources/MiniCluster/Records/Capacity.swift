import HadoopProtos

/// Memory and processors.
struct Capacity: Hashable, Sendable, CustomStringConvertible {
    /// Memory in MiB.
    var memory: Int64
    /// Virtual cores.
    var vcores: Int32

    static let none = Capacity(memory: 0, vcores: 0)

    init(memory: Int64, vcores: Int32) {
        self.memory = memory
        self.vcores = vcores
    }

    init(_ message: ResourceProto?) {
        self.init(memory: message?.memory ?? 0, vcores: message?.virtualCores ?? 0)
    }

    /// As clients of Hadoop 3 want it: the two again in the map of resource types.
    var message: ResourceProto {
        ResourceProto(
            memory: memory,
            virtualCores: vcores,
            resourceValueMap: [
                ResourceInformationProto(key: "memory-mb", value: memory, units: "Mi", type: .countable),
                ResourceInformationProto(key: "vcores", value: Int64(vcores), units: "", type: .countable),
            ]
        )
    }

    /// As Java writes it (Resource.java).
    var description: String { "<memory:\(memory), vCores:\(vcores)>" }

    static func + (left: Self, right: Self) -> Self {
        Self(
            memory: left.memory.addingReportingOverflow(right.memory).partialValue,
            vcores: left.vcores.addingReportingOverflow(right.vcores).partialValue
        )
    }

    static func - (left: Self, right: Self) -> Self {
        Self(
            memory: left.memory.subtractingReportingOverflow(right.memory).partialValue,
            vcores: left.vcores.subtractingReportingOverflow(right.vcores).partialValue
        )
    }

    static func += (left: inout Self, right: Self) { left = left + right }
    static func -= (left: inout Self, right: Self) { left = left - right }
}

extension Int64 {
    /// A sum that stops at the largest and the smallest number.
    func addingSaturated(_ other: Int64) -> Int64 {
        let (sum, isTooMuch) = addingReportingOverflow(other)
        return isTooMuch ? (other < 0 ? .min : .max) : sum
    }

    /// A product that stops at the largest and the smallest number.
    func multipliedSaturated(by other: Int64) -> Int64 {
        let (product, isTooMuch) = multipliedReportingOverflow(by: other)
        return isTooMuch ? ((self < 0) == (other < 0) ? .max : .min) : product
    }
}

/// A number with zeroes in front, as Hadoop's ids have it.
func padded(_ number: Int64, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}
