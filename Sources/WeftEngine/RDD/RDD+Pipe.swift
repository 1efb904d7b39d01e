import ClosureShipping
import WeftDiagnostics

/// The lines that a program makes of the input's rows.
struct PipeRows: Operator {
    let arguments: Function0<[String]>
    let environment: [String: String]

    func compute(_ partition: Int, _ inputs: OperatorInputs) throws -> BatchIterator<String> {
        let rows = try inputs.rows(partition: partition, as: [UInt8].self)
        let arguments = try arguments()
        guard !arguments.isEmpty else { throw noProgram() }
        let task = inputs.task
        var variables = environment
        variables["WEFT_PARTITION"] = String(partition)
        let process = try PipeProcess(arguments: arguments, environment: variables)
        var isDone = false
        return BatchIterator {
            guard !isDone else { return nil }
            let lines = try process.nextLines(
                checking: { try task.checkCancelled() },
                supplying: { try rows.next().map { Array($0.joined()) } }
            )
            if let lines { return lines }
            isDone = true
            try process.finish(checking: { try task.checkCancelled() })
            return nil
        }
    }
}

extension RDD {
    /// An RDD of the lines that a program prints when it is fed the rows as lines, one process a partition.
    ///
    /// A program that ends with another exit status than 0 fails the task; the error has the end of its standard error.
    ///
    /// - Parameters:
    ///   - arguments: the program, looked up on the executors' PATH, and its arguments. No shell is involved:
    ///     `["sh", "-c", "grep x | sort"]` asks for one.
    ///   - environment: variables beside the executor's; `WEFT_PARTITION` is the partition's number.
    @inlinable
    public func pipe(
        _ arguments: [String],
        environment: [String: String] = [:],
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<String> {
        guard !arguments.isEmpty else { return pipeWithoutProgram(CallSite(file, line)) }
        return pipe({ arguments }, environment: environment, file: file, line: line)
    }

    /// `pipe` with arguments that are made in the task, where files that travel with the application can be found:
    /// `pipe({ ["python3", try WeftFiles.path(of: "tidy.py")] })`.
    ///
    /// - Parameters:
    ///   - arguments: gives the program and its arguments; called once a partition.
    ///   - environment: variables beside the executor's; `WEFT_PARTITION` is the partition's number.
    @inlinable
    public func pipe(
        _ arguments: @escaping @Sendable () throws -> [String],
        environment: [String: String] = [:],
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<String> {
        let lines = mapBatches(
            "pipe",
            CallSite(file, line),
            Function<[Element], [[UInt8]]> { batch in
                batch.map { row in
                    var line: [UInt8]
                    if let row = row as? Bytes { line = Array(row) } else { line = Array(String(describing: row).utf8) }
                    line.append(UInt8(ascii: "\n"))
                    return line
                }
            }
        )
        return lines.piped(Function0(arguments), environment, CallSite(file, line))
    }

    @usableFromInline
    func piped(
        _ arguments: Function0<[String]>,
        _ environment: [String: String],
        _ callSite: CallSite
    ) -> RDD<String> where Element == [UInt8] {
        narrowChild(
            "pipe",
            PipeRows(arguments: arguments, environment: environment),
            callSite,
            keepsPartitioner: false
        )
    }

    @usableFromInline
    func pipeWithoutProgram(_ callSite: CallSite) -> RDD<String> {
        var error = noProgram()
        error.location = callSite.description
        return child("pipe", callSite, buildError: error) { [error] _ in throw error }
    }
}

/// The error of a `pipe` that was given no arguments, not even a program.
private func noProgram() -> WeftError {
    WeftError("bad-argument", "`pipe` without a program", remedy: "give the program and its arguments")
}
