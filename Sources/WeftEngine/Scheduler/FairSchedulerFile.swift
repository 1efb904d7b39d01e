import WeftDiagnostics

/// Reads the file of scheduling pools, in the format of Spark's `fairscheduler.xml`.
///
/// ```xml
/// <allocations>
///   <pool name="production">
///     <schedulingMode>FAIR</schedulingMode>
///     <weight>2</weight>
///     <minShare>3</minShare>
///   </pool>
/// </allocations>
/// ```
enum FairSchedulerFile {
    /// The pools in the order of the file.
    ///
    /// - Parameters:
    ///   - text: the file's contents.
    ///   - path: the file, for messages.
    /// - Throws: `WeftError` with code `malformed-pool-file` that names the line.
    static func parse(_ text: String, path: String) throws -> [PoolSpec] {
        do {
            return try parse(text)
        } catch let error as XMLScanner.Failure {
            throw WeftError(
                "malformed-pool-file",
                "the file of scheduling pools is malformed: \(error.message)",
                remedy: "correct that line; a pool is written <pool name=\"a\"><schedulingMode>FAIR</schedulingMode>"
                    + "<weight>1</weight><minShare>0</minShare></pool>, all of them inside <allocations>",
                details: [.init("path", path), .init("line", "\(error.line)")]
            )
        }
    }

    private static func parse(_ text: String) throws -> [PoolSpec] {
        var scanner = XMLScanner(text)
        guard case .start("allocations", _, let isEmpty) = try scanner.nextTag() else {
            throw scanner.failure("it must begin with <allocations>")
        }
        var pools: [PoolSpec] = []
        var names: Set<String> = []
        while !isEmpty {
            let tag = try scanner.nextTag()
            if tag == .end("allocations") { break }
            guard case .start("pool", let attributes, let isEmpty) = tag else {
                throw scanner.failure("only <pool> is allowed inside <allocations>, not \(tag)")
            }
            guard let name = attributes["name"], !name.isEmpty else {
                throw scanner.failure("a pool needs a name, as in <pool name=\"production\">")
            }
            guard names.insert(name).inserted else { throw scanner.failure("pool \(name) is there twice") }
            pools.append(isEmpty ? PoolSpec(name: name) : try parsePool(name, &scanner))
        }
        guard try scanner.nextTag() == .endOfFile else { throw scanner.failure("nothing may follow </allocations>") }
        return pools
    }

    private static func parsePool(_ name: String, _ scanner: inout XMLScanner) throws -> PoolSpec {
        var pool = PoolSpec(name: name)
        while true {
            let tag = try scanner.nextTag()
            if tag == .end("pool") { return pool }
            guard case .start(let element, _, let isEmpty) = tag else {
                throw scanner.failure("pool \(name) isn't closed: \(tag) instead of </pool>")
            }
            let value = isEmpty ? "" : try scanner.text(upToEndOf: element)
            switch element {
            case "schedulingMode":
                guard let mode = SchedulerMode(rawValue: value.uppercased()) else {
                    throw scanner.failure("pool \(name) has schedulingMode '\(value)'; it must be FIFO or FAIR")
                }
                pool.mode = mode
            case "weight":
                guard let weight = Int(value), weight >= 1 else {
                    throw scanner.failure("pool \(name) has weight '\(value)'; it must be a whole number from 1")
                }
                pool.weight = weight
            case "minShare":
                guard let minShare = Int(value), minShare >= 0 else {
                    throw scanner.failure("pool \(name) has minShare '\(value)'; it must be a whole number from 0")
                }
                pool.minShare = minShare
            default:
                throw scanner.failure(
                    "pool \(name) has <\(element)>; only schedulingMode, weight and minShare are known"
                )
            }
        }
    }
}
