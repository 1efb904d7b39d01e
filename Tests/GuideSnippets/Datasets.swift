import Weft

func datasets(_ context: Context, _ folder: String) async throws {
    let words = context.parallelize(["a", "b", "a", "c", "b", "a"], partitions: 2)
    let numbers = context.range(0..<1_000_000)
    print(try await words.count(), try await numbers.sum())

    let counts = words.map { ($0, 1) }.reduceByKey(+)  // nothing has run yet
    for (word, count) in try await counts.collect().sorted(by: { $0.0 < $1.0 }) {
        print(word, count)  // a 3, b 2, c 1
    }

    let sales = context.parallelize([("tea", 3.0), ("coffee", 4.5), ("tea", 5.0)])
    let averages =
        sales
        .aggregateByKey((0.0, 0), add: { ($0.0 + $1, $0.1 + 1) }, merge: { ($0.0 + $1.0, $0.1 + $1.1) })
        .mapValues { $0.0 / Double($0.1) }
    print(try await averages.sortByKey().collect())  // [("coffee", 4.5), ("tea", 4.0)]

    struct Visit: Codable, Sendable {
        var page: String
        var seconds: Double
    }
    let visits = context.parallelize([Visit(page: "/", seconds: 3), Visit(page: "/about", seconds: 8)])
    let longest = try await visits.top(1, by: { $0.seconds })
    print(longest[0].page)  // /about
}
