import Weft

/// The sort benchmark: generates records, sorts them, checks the result.
@main
struct TeraSort: ApplicationGroup {
    static let configuration = CommandConfiguration(
        commandName: "TeraSort",
        abstract: "Sorts records of 100 bytes by keys of 10, as Hadoop's TeraSort does.",
        discussion: """
            The records are those of Hadoop's TeraGen and of gensort, byte for byte.

            EXAMPLES
              weft submit --master 'local[2]' TeraSort gen 1000000 unsorted
              weft submit --master 'local[2]' TeraSort sort unsorted sorted
              weft submit --master 'local[2]' TeraSort validate sorted --against unsorted
            """,
        subcommands: [Generate.self, Sort.self, Validate.self]
    )
}

/// Writes random records.
struct Generate: Application {
    static let configuration = CommandConfiguration(
        commandName: "gen",
        abstract: "Writes random records.",
        discussion: """
            EXAMPLES
              weft submit TeraSort gen 10000000 unsorted --partitions 8    1 GB
            """
    )

    @Argument(help: "How many records.")
    var rows: Int

    @Argument(help: "A folder for them; it must not exist.")
    var output: String

    @Option(help: "How many files; as many as there are task slots by default.")
    var partitions: Int?

    func validate() throws {
        guard rows >= 0 else { throw ValidationError("give 0 records or more") }
        try checkPartitions(partitions)
    }

    func run(in context: Context) async throws {
        let records = context.range(0..<rows, partitions: partitions).mapPartitions { rows in
            var generator = TeraRecordGenerator()
            return rows.lazy.map { generator.record($0) }
        }
        try await records.saveAsBinaryRecords(output, recordLength: TeraRecord.length)
        print("\(rows) records in \(output)")
    }
}

/// Sorts records by their keys.
struct Sort: Application {
    static let configuration = CommandConfiguration(
        commandName: "sort",
        abstract: "Sorts records by their keys.",
        discussion: """
            EXAMPLES
              weft submit --master 'local[*]' TeraSort sort unsorted sorted
            """
    )

    @Argument(help: "A file, a folder or a glob.")
    var input: String

    @Argument(help: "A folder for the sorted records; it must not exist.")
    var output: String

    @Option(help: "How many files to sort into; as many as the input has partitions by default.")
    var partitions: Int?

    func validate() throws { try checkPartitions(partitions) }

    func run(in context: Context) async throws {
        try await context.binaryRecords(input, recordLength: TeraRecord.length)
            .sortBy(partitions: partitions) { TeraRecord.key(of: $0) }
            .saveAsBinaryRecords(output, recordLength: TeraRecord.length)
        print("sorted \(input) into \(output)")
    }
}

/// Checks that records are in the order of their keys.
struct Validate: Application {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Checks that records are in order and, if asked to, the same ones as those of another folder.",
        discussion: """
            Prints the number of records, of records whose key is that of the one before, and the checksum that Hadoop's
            TeraValidate and valsort print: the sum of the records' CRC-32, 7a27e2d0d55de for the first million. Ends with
            status 1 when something is wrong.

            EXAMPLES
              weft submit TeraSort validate sorted --against unsorted
            """
    )

    @Argument(help: "A file, a folder or a glob of sorted records.")
    var input: String

    @Option(help: "The records before they were sorted: count and checksum must be the same.")
    var against: String?

    func run(in context: Context) async throws {
        let parts = try await summaries(of: input, in: context)
        let sorted = parts.reduce(into: RunSummary()) { $0.append($1) }
        print("records    \(sorted.count)")
        print("duplicates \(sorted.duplicates)")
        print("checksum   \(String(sorted.checksum, radix: 16))")
        if let disorder = sorted.disorder {
            throw WeftError(
                "not-sorted",
                "record \(disorder.position) of \(input) has a smaller key than the record before it",
                remedy: "sort the records with `TeraSort sort`",
                details: [.init("key before", disorder.before.hex), .init("key", disorder.key.hex)]
            )
        }
        if let against {
            let unsorted = try await summaries(of: against, in: context).reduce(into: RunSummary()) { $0.append($1) }
            guard sorted.count == unsorted.count, sorted.checksum == unsorted.checksum else {
                let checksum = String(unsorted.checksum, radix: 16)
                throw WeftError(
                    "not-the-same-records",
                    "\(input) doesn't have the records of \(against)",
                    remedy: "sort \(against) again",
                    details: [.init("records of \(against)", "\(unsorted.count)"), .init("their checksum", checksum)]
                )
            }
        }
        print("the records are in order")
    }

    private func summaries(of input: String, in context: Context) async throws -> [RunSummary] {
        // A partition is a part of a file, in the order of the files' names: what holds for each partition and from one
        // to the next holds for all.
        try await context.binaryRecords(input, recordLength: TeraRecord.length)
            .mapPartitions { records in
                var summary = RunSummary()
                for record in records { summary.add(record) }
                return [summary]
            }
            .collect()
    }
}

private func checkPartitions(_ partitions: Int?) throws {
    if let partitions, partitions < 1 { throw ValidationError("give at least 1 partition") }
}
