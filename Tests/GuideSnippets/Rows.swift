import Weft

func bytes(_ context: Context, _ folder: String) async throws {
    try await context.parallelize(["x 1", "y 2", "x 30", "broken"], partitions: 1).saveAsTextFile("\(folder)/table")

    let table = context.textFile("\(folder)/table", as: Bytes.self)
    let sums = table.flatMap { line -> [(Bytes, Int)] in
        var fields = line.fields(" ")
        guard let key = fields.next(), let value = fields.next()?.parseInt() else { return [] }
        return [(key, value)]
    }
    .reduceByKey(+)
    print(try await sums.sortByKey().collect())  // [("x", 31), ("y", 2)]

    let x: Bytes = "x"
    print(try await table.filter { $0.hasPrefix(x) }.map { String($0) }.collect())  // ["x 1", "x 30"]
}

func files(_ context: Context, _ folder: String) async throws {
    let lines = context.parallelize((0..<1000).map { "line \($0)" })
    try await lines.saveAsTextFile("\(folder)/lines", compression: .gzip)
    print(try await context.textFile("\(folder)/lines").count())  // 1000

    let pairs = context.parallelize([("a", [1, 2]), ("b", [])])
    try await pairs.saveAsObjectFile("\(folder)/pairs")
    print(try await context.objectFile("\(folder)/pairs", of: (String, [Int]).self).count())  // 2

    let records = context.range(0..<100).map { Bytes("\(1000 + $0)") }
    try await records.saveAsBinaryRecords("\(folder)/records", recordLength: 4)
    print(try await context.binaryRecords("\(folder)/records", recordLength: 4).max())  // 1099

    let shouted = context.parallelize(["be", "not"]).pipe(["tr", "a-z", "A-Z"])
    print(try await shouted.collect())  // ["BE", "NOT"]

    try await context.parallelize(["s/o/0/"], partitions: 1).saveAsTextFile("\(folder)/script")
    try context.addFile("\(folder)/script/part-00000#zero.sed")
    let zeros = context.parallelize(["to", "fro"]).pipe { ["sed", "-f", try WeftFiles.path(of: "zero.sed")] }
    print(try await zeros.collect())  // ["t0", "fr0"]
}
