import Weft

func sharing(_ context: Context) async throws {
    let badLines = context.longAccumulator("bad lines")
    let examples = context.collectionAccumulator(of: String.self, "examples")
    let numbers = context.parallelize(["1", "two", "3"]).flatMap { line -> [Int] in
        if let number = Int(line) { return [number] }
        badLines.add(1)
        examples.add(line)
        return []
    }
    print(try await numbers.sum(), badLines.value, examples.value)  // 4 1 ["two"]
}

func persisting(_ context: Context, _ folder: String) async throws {
    let parsed = context.range(0..<1000).map { ($0 % 10, $0) }.persist(.memoryAndDisk)
    print(try await parsed.count(), try await parsed.values().max())  // parsed once
    parsed.unpersist()

    var step = context.range(0..<100)
    for round in 1...30 {
        step = step.map { $0 + 1 }.cache()
        if round % 10 == 0 { try step.checkpoint() }
        _ = try await step.count()
    }
    print(try await step.min(), step.isCheckpointed)  // 30 true
}

/// Puts the keys that belong together into one partition: those of a country, for instance.
struct CountryPartitioner: Partitioner {
    var partitionCount: Int

    func partition(of key: String) -> Int {
        hashPartition(ofHash: stableHash(key.prefix(2)), count: partitionCount)
    }
}

func shuffling(_ context: Context) async throws {
    let users = context.parallelize((0..<100).map { ("user-\($0)", $0) })
        .partitionBy(HashPartitioner(4))
        .cache()
    let clicks = context.parallelize((0..<1000).map { ("user-\($0 % 100)", 1) })
    let clicksOfUsers = users.join(clicks.reduceByKey(partitions: 4, +))  // neither side is shuffled for the join
    print(try await clicksOfUsers.count())  // 100
    print(try await clicksOfUsers.toDebugString())

    let cities = context.parallelize([("DE-Berlin", 1), ("FR-Paris", 2), ("DE-Hamburg", 3)])
    let byCountry = cities.partitionBy(CountryPartitioner(partitionCount: 8))
    let together = try await byCountry.glom().filter { !$0.isEmpty }.collect()
    print(together.contains { partition in partition.filter { $0.0.hasPrefix("DE") }.count == 2 })  // true
}

func jobs(_ context: Context) async throws {
    let numbers = context.range(0..<1000).cache()
    async let smallest = numbers.min()
    async let largest = numbers.max()
    print(try await (smallest, largest))  // (0, 999)

    let total = try await context.withJobGroup("nightly", description: "the nightly totals") {
        try await numbers.sum()
    }
    print(total)  // 499500

    let count = try await context.withLocalProperty(Context.schedulerPool, "interactive") {
        try await numbers.count()
    }
    print(count)  // 1000

    do {
        _ = try await numbers.map { number in
            if number == 500 { throw WeftError("bad-number", "500 isn't wanted", remedy: "leave it out") }
            return number
        }
        .sum()
    } catch let error as WeftError {
        print(error.code.rawValue, "-", error.cause?.cause?.message ?? "")
    }
}
