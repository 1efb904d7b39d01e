import BinaryCoding
import ClosureShipping
import Glibc
import Synchronization
import WeftDiagnostics

/// How text output is compressed.
public enum TextCompression: String, Sendable, Codable, Hashable {
    /// gzip; the files' names end in `.gz`.
    case gzip
}

extension RDD {
    /// Writes each row as a line, one file a partition.
    ///
    /// A `String` or `Bytes` row is written as it is, another one as its description. The folder appears with the job and
    /// its files one by one, each whole, as their tasks end; `_SUCCESS` comes last. A job that fails leaves nothing.
    ///
    /// - Parameters:
    ///   - path: a folder that must not exist.
    ///   - compression: none if nil.
    /// - Throws: `output-exists`, `disk-full`, `permission-denied`, or what running the job throws.
    @inlinable
    @_disfavoredOverload  // Pairs have their own; Swift would rather take this one, as the less generic.
    public func saveAsTextFile(
        _ path: String,
        compression: TextCompression? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws {
        let gzip = compression == .gzip
        try await save(
            to: path,
            "saveAsTextFile",
            CallSite(file, line),
            suffix: gzip ? ".gz" : ""
        ) { batches, output in
            let writer = try TextFileWriter(output, gzip: gzip)
            while let batch = try batches.next() {
                for row in batch { try writer.write(row) }
            }
            try writer.close()
            return writer.rowsWritten
        }
    }

    /// Writes the pairs as lines `(key,value)`, as Spark does; see `saveAsTextFile` of other rows.
    @inlinable
    public func saveAsTextFile<Key: Sendable, Value: Sendable>(
        _ path: String,
        compression: TextCompression? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws where Element == (Key, Value) {
        try await map({ "(\($0.0),\($0.1))" }, file: file, line: line)
            .saveAsTextFile(path, compression: compression, file: file, line: line)
    }

    /// Writes the rows in coded form, one file a partition, to be read by `Context.objectFile` of the same type.
    ///
    /// - Parameter path: a folder that must not exist.
    /// - Throws: `output-exists`, `disk-full`, `permission-denied`, or what running the job throws.
    public func saveAsObjectFile(
        _ path: String,
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws {
        try await save(to: path, "saveAsObjectFile", CallSite(file, line), suffix: "") { batches, output in
            let count = try BlockFile.write(batches, to: output, coder: try RowCoder<Element>())
            try output.close()
            return count
        }
    }

    /// Writes the rows' bytes one after the other with nothing between them, one file a partition, to be read by
    /// `Context.binaryRecords` with the same length.
    ///
    /// - Parameters:
    ///   - path: a folder that must not exist.
    ///   - recordLength: how many bytes every row has, at least 1; a row of another length fails the job with
    ///     `bad-record`.
    /// - Throws: `output-exists`, `disk-full`, `permission-denied`, or what running the job throws.
    public func saveAsBinaryRecords(
        _ path: String,
        recordLength: Int,
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws where Element == Bytes {
        guard recordLength >= 1 else {
            throw WeftError(
                "bad-argument",
                "`saveAsBinaryRecords` with records of \(recordLength) bytes",
                remedy: "give the length of a record in bytes, at least 1",
                location: CallSite(file, line).description
            )
        }
        try await save(to: path, "saveAsBinaryRecords", CallSite(file, line), suffix: "") { batches, output in
            let writer = ByteWriter(capacity: 64 << 10)
            var count = 0
            while let batch = try batches.next() {
                for row in batch {
                    guard row.count == recordLength else {
                        throw WeftError(
                            "bad-record",
                            "row \(count) of the partition has \(row.count) bytes instead of \(recordLength)",
                            remedy: "give all rows the same length, or use saveAsObjectFile, which keeps any"
                        )
                    }
                    row.withUnsafeBytes { writer.write(bytes: $0) }
                    count += 1
                    guard writer.count >= 64 << 10 else { continue }
                    try writer.withUnsafeBytes { try output.write($0) }
                    writer.removeAll(keepingCapacity: true)
                }
            }
            try writer.withUnsafeBytes { try output.write($0) }
            try output.close()
            return count
        }
    }

    /// Runs a job in which each task writes one file of a folder.
    @usableFromInline
    func save(
        to path: String,
        _ operation: String,
        _ callSite: CallSite,
        suffix: String,
        _ write: @escaping @Sendable (BatchIterator<Element>, any OutputFile) throws -> Int
    ) async throws {
        let folder = try ResourcePath(path)
        let job = "\(context.applicationID)-\(context.services.nextOutputID())"
        let fileSystems = context.services.fileSystems
        let committer = try OutputCommitter(output: folder, job: job, fileSystems: fileSystems)
        // Before resolving, which may run jobs: nobody wants to wait for a sort's sample to learn this.
        try await Self.atCallSite(callSite) { try committer.checkOutput() }
        // Before the folder is made: a missing input must not leave an empty one.
        _ = try await node.resolved()
        // With its full path: another process may have another working directory.
        let target = committer.output.description
        let kernel = Function2<BatchIterator<Element>, TaskContext, Int> { batches, task in
            try task.writeOutput(to: target, job: job, suffix: suffix) { try write(batches, $0) }
        }
        // Also checked before anything is made: a closure that can't travel.
        _ = try LineageNode.code(KernelAction(kernel: kernel), operation: operation, callSite: callSite).get()
        try await Self.atCallSite(callSite) { try committer.setUpJob() }
        do {
            _ = try await runPartitions(kernel, description: operation, callSite)
            try await Blocking.run { try committer.commitJob() }
        } catch {
            await Self.remove(committer)
            throw error
        }
    }
}

extension RDD {
    /// Runs what waits for a file system and names the caller's line in its errors.
    private static func atCallSite(_ callSite: CallSite, _ body: @escaping @Sendable () throws -> Void) async throws {
        do {
            try await Blocking.run(body)
        } catch {
            var located = WeftError(wrapping: error)
            located.location = callSite.description
            throw located
        }
    }

    /// Removes what a failed job wrote. Tasks that were told to stop may still be at it, and then it takes another try.
    private static func remove(_ committer: OutputCommitter) async {
        try? await Blocking.run {
            for _ in 0..<40 {
                do {
                    return try committer.abortJob()
                } catch {
                    // Not `Task.sleep`, which returns at once in a cancelled Swift task: cleaning up goes on all the same.
                    usleep(50_000)
                }
            }
        }
    }
}

extension TaskContext {
    /// Writes one output file of the running task and gives it its final name.
    func writeOutput(
        to path: String,
        job: String,
        suffix: String,
        _ write: (any OutputFile) throws -> Int
    ) throws -> Int {
        let committer = try OutputCommitter(
            output: try ResourcePath(path),
            job: job,
            fileSystems: environment.fileSystems
        )
        let attempt = "task-\(taskID)"
        do {
            let output = try committer.create(OutputCommitter.partName(partition, suffix: suffix), attempt: attempt)
            do {
                let count = try write(output)
                try checkCancelled()
                metrics.outputRecords += Int64(count)
                try committer.commitTask(attempt: attempt)
                return count
            } catch {
                output.abort()
                throw error
            }
        } catch {
            _ = try? committer.abortTask(attempt: attempt)
            throw error
        }
    }
}
