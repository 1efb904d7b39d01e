import BinaryCoding
import WeftDiagnostics

extension Context {
    /// A new RDD that stands under no other.
    func source<Output>(
        _ operation: String,
        _ callSite: CallSite,
        buildError: WeftError? = nil,
        resolver: @escaping LineageNode.Resolver
    ) -> RDD<Output> {
        let node = LineageNode(
            operation: operation,
            callSite: callSite,
            parents: [],
            services: services,
            buildError: buildError,
            resolver: resolver
        )
        return RDD(context: self, node: node)
    }

    /// An RDD of a collection's elements.
    ///
    /// - Parameters:
    ///   - rows: the elements, which travel to the executors with the tasks.
    ///   - partitions: into how many partitions to cut them; `defaultParallelism` if nil.
    public func parallelize<Rows: Sequence>(
        _ rows: Rows,
        partitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Rows.Element> where Rows.Element: Sendable {
        let callSite = CallSite(file, line)
        let rows = Array(rows)
        let count = partitions ?? defaultParallelism
        var failure = Self.checkPartitions(count, "parallelize", callSite)
        var slices: [[UInt8]] = []
        if failure == nil {
            do {
                let coder = try RowCoder<Rows.Element>()
                let cut = PartitionSlices(count: rows.count, partitions: count)
                for partition in 0..<count {
                    let writer = ByteWriter()
                    try rows.withUnsafeBufferPointer {
                        try coder.encode(UnsafeBufferPointer(rebasing: $0[cut[partition]]), into: writer)
                    }
                    slices.append(writer.toArray())
                }
            } catch {
                var located = WeftError(wrapping: error)
                located.location = callSite.description
                failure = located
            }
        }
        return source("parallelize", callSite, buildError: failure) { [slices] _ in
            ResolvedNode(
                partitionCount: slices.count,
                operation: try ErasedCode(ParallelizedRows<Rows.Element>()),
                payload: { slices[$0] }
            )
        }
    }

    /// An RDD of whole numbers.
    ///
    /// - Parameters:
    ///   - range: from its first number up to, not including, its last.
    ///   - step: the distance between neighbours, not 0.
    ///   - partitions: how many partitions; `defaultParallelism` if nil.
    public func range(
        _ range: Range<Int>,
        step: Int = 1,
        partitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Int> {
        let callSite = CallSite(file, line)
        let count = partitions ?? defaultParallelism
        var failure = Self.checkPartitions(count, "range", callSite)
        if step < 1 {
            failure = WeftError(
                "bad-argument",
                "`range` with the step \(step)",
                remedy: "give a step of at least 1",
                location: callSite.description
            )
        }
        let (length, overflow) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
        if overflow {
            failure = WeftError(
                "bad-argument",
                "`range` of more than \(Int.max) numbers",
                remedy: "use a shorter range",
                location: callSite.description
            )
        }
        let rows = RangeRows(
            start: range.lowerBound,
            step: step,
            count: failure == nil ? length / step + (length % step == 0 ? 0 : 1) : 0,
            partitions: max(1, count)
        )
        return source("range", callSite, buildError: failure) { _ in
            ResolvedNode(partitionCount: rows.partitions, operation: try ErasedCode(rows))
        }
    }

    private static func checkPartitions(_ count: Int, _ operation: String, _ callSite: CallSite) -> WeftError? {
        guard count < 1 || count > maximumPartitions else { return nil }
        return WeftError(
            "bad-argument",
            "`\(operation)` with \(count) partitions",
            remedy: "ask for at least 1 and at most \(maximumPartitions)",
            location: callSite.description
        )
    }

    /// An RDD of the rows of several RDDs, one after the other.
    public func union<Row>(
        _ rdds: [RDD<Row>],
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Row> {
        guard !rdds.isEmpty else { return parallelize([Row](), partitions: 1, file: file, line: line) }
        return RDD.union(rdds, CallSite(file, line))
    }

    /// An RDD of the lines of text files.
    ///
    /// - Parameters:
    ///   - path: a file, a folder (its files, not those of folders in it; names that start with `_` or `.` are left out), a
    ///     glob, or several of these with commas between them. `.gz` files are unpacked and read by one task each.
    ///   - minPartitions: at least how many partitions, as far as the bytes go round; `defaultParallelism` if nil.
    public func textFile(
        _ path: String,
        minPartitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<String> {
        textFile(path, as: String.self, minPartitions: minPartitions, file: file, line: line)
    }

    /// An RDD of the lines of text files as rows of a type: `Bytes.self` is several times faster than `String.self`.
    ///
    /// - Parameters:
    ///   - path: as `textFile(_:minPartitions:)` has it.
    ///   - type: the rows' type.
    ///   - minPartitions: at least how many partitions, as far as the bytes go round; `defaultParallelism` if nil.
    public func textFile<Row: TextRow>(
        _ path: String,
        as type: Row.Type,
        minPartitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Row> {
        let minimum = minPartitions ?? defaultParallelism
        return source("textFile", CallSite(file, line)) { [services] _ in
            let splits = try await services.splits(path, minPartitions: minimum)
            return try .reading(splits, by: TextFileRows<Row>())
        }
    }

    /// An RDD of whole text files: each file's path and its text, with invalid UTF-8 repaired.
    ///
    /// - Parameters:
    ///   - path: as `textFile` has it; each file must fit in memory.
    ///   - minPartitions: at least how many partitions, as far as the files go round; `defaultParallelism` if nil.
    public func wholeTextFiles(
        _ path: String,
        minPartitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(String, String)> {
        let minimum = minPartitions ?? defaultParallelism
        return source("wholeTextFiles", CallSite(file, line)) { [services] _ in
            let files = try await services.files(path)
            let count = max(1, min(minimum, files.count))
            let cut = PartitionSlices(count: files.count, partitions: count)
            let payloads = try (0..<count).map { try BinaryCoding.encode(Array(files[cut[$0]])) }
            return ResolvedNode(
                partitionCount: files.isEmpty ? 0 : count,
                operation: try ErasedCode(WholeFileRows()),
                payload: { payloads[$0] }
            )
        }
    }

    /// An RDD of records of a fixed length.
    ///
    /// - Parameters:
    ///   - path: as `textFile` has it; each file's length must be a multiple of the record's.
    ///   - recordLength: in bytes, at least 1.
    ///   - minPartitions: at least how many partitions, as far as the records go round; `defaultParallelism` if nil.
    public func binaryRecords(
        _ path: String,
        recordLength: Int,
        minPartitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Bytes> {
        let callSite = CallSite(file, line)
        let minimum = minPartitions ?? defaultParallelism
        var failure: WeftError?
        if recordLength < 1 {
            failure = WeftError(
                "bad-argument",
                "`binaryRecords` with records of \(recordLength) bytes",
                remedy: "give the length of a record in bytes, at least 1",
                location: callSite.description
            )
        }
        return source("binaryRecords", callSite, buildError: failure) { [services] _ in
            let splits = try await services.splits(path, minPartitions: minimum, multipleOf: recordLength)
            return try .reading(splits, by: BinaryRecordRows(recordLength: recordLength))
        }
    }

    /// An RDD of what `saveAsObjectFile` of an RDD of the same type wrote.
    ///
    /// - Parameters:
    ///   - path: the folder, or as `textFile` has it.
    ///   - type: the rows' type.
    public func objectFile<Row: Sendable>(
        _ path: String,
        of type: Row.Type,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Row> {
        source("objectFile", CallSite(file, line)) { [services] _ in
            let files = try await services.files(path)
            return try .reading(files.map { FileSplit(whole: $0) }, by: ObjectFileRows<Row>())
        }
    }
}

extension ResolvedNode {
    /// A source whose partitions are parts of files.
    static func reading<Source: Operator>(_ splits: [FileSplit], by rows: Source) throws -> ResolvedNode {
        ResolvedNode(
            partitionCount: splits.count,
            operation: try ErasedCode(rows),
            payload: { try BinaryCoding.encode(splits[$0]) },
            preferredHosts: { splits[$0].hosts }
        )
    }
}

extension DriverServices {
    /// The files that an input means.
    func files(_ spec: String) async throws -> [FileStatus] {
        try await Blocking.run { [fileSystems] in try InputFiles.resolve(spec, fileSystems: fileSystems) }
    }

    /// The parts of files that tasks read.
    func splits(_ spec: String, minPartitions: Int, multipleOf: Int = 1) async throws -> [FileSplit] {
        let limit = configuration[ConfigurationKeys.filesMaxPartitionBytes].bytes
        return try await Blocking.run { [fileSystems] in
            try InputFiles.splits(
                try InputFiles.resolve(spec, fileSystems: fileSystems),
                minPartitions: minPartitions,
                maxSplitBytes: limit,
                multipleOf: multipleOf,
                fileSystems: fileSystems
            )
        }
    }
}

/// Calls that wait for a disk or a server, kept off Swift's cooperative pool.
enum Blocking {
    static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try DedicatedThread.start(name: "weft-io") {
                    continuation.resume(with: Swift.Result { try body() })
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}
