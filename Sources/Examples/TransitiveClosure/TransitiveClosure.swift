import Weft

/// Counts which nodes of a graph can be reached from which.
@main
struct TransitiveClosure: Application {
    static let configuration = CommandConfiguration(
        commandName: "TransitiveClosure",
        abstract: "Counts the pairs of nodes of a directed graph with a path from one to the other.",
        discussion: """
            The graph is random, the same one for the same seed, or comes from a file with a line for each edge: two whole
            numbers with white space between them.

            EXAMPLES
              weft submit --master 'local[2]' TransitiveClosure
              weft submit TransitiveClosure --nodes 200 --edges 300 --seed 7
              weft submit TransitiveClosure --file edges.txt --output paths
            """
    )

    @Option(help: "A file, a folder or a glob of edges, in place of a random graph.")
    var file: String?

    @Option(help: "How many nodes a random graph has, at least 2.")
    var nodes = 100

    @Option(help: "How many edges a random graph has.")
    var edges = 200

    @Option(help: "Which random graph.")
    var seed: UInt64 = 42

    @Option(help: "How many partitions.")
    var partitions = 2

    @Option(help: "A folder for the pairs; it must not exist.")
    var output: String?

    func validate() throws {
        guard 2...1_000_000 ~= nodes else { throw ValidationError("give from 2 to 1000000 nodes") }
        guard edges >= 0, edges <= nodes * (nodes - 1) / 2 else {
            throw ValidationError(
                "give from 0 to \(nodes * (nodes - 1) / 2) edges, half of what \(nodes) nodes can have"
            )
        }
        guard partitions >= 1 else { throw ValidationError("give at least 1 partition") }
    }

    func run(in context: Context) async throws {
        let edges =
            if let file { context.textFile(file, as: Bytes.self).flatMap { try edge(in: $0) } } else {
                context.parallelize(randomEdges(), partitions: partitions)
            }
        // A path x→y and an edge y→z make the path x→z. Both sides of the join lie by y, so it is first in its pairs.
        var paths = edges.map { from, to in (to, from) }.distinct(partitions: partitions).cache()
        let edgesByStart = edges.distinct(partitions: partitions).partitionBy(HashPartitioner(partitions)).cache()
        var count = try await paths.count()
        while true {
            let longer = paths.join(edgesByStart).map { _, ends in (ends.1, ends.0) }
            let all = paths.union(longer).distinct(partitions: partitions).cache()
            let before = count
            count = try await all.count()
            paths.unpersist()
            paths = all
            if count == before { break }
        }
        print("\(count) pairs of nodes are joined by a path")
        if let output { try await paths.map { to, from in "\(from)\t\(to)" }.saveAsTextFile(output) }
    }

    /// Different edges between different nodes.
    private func randomEdges() -> [(Int, Int)] {
        var generator = SampleGenerator(seed: seed)
        var known: Set<[Int]> = []
        while known.count < edges {
            let from = Int.random(in: 0..<nodes, using: &generator)
            let to = Int.random(in: 0..<nodes, using: &generator)
            if from != to { known.insert([from, to]) }
        }
        return known.map { ($0[0], $0[1]) }
    }
}

/// The edge that a line has, if it isn't empty.
private func edge(in line: Bytes) throws -> [(Int, Int)] {
    let words = Array(line.words())
    if words.isEmpty { return [] }
    guard words.count == 2, let from = words[0].parseInt(), let to = words[1].parseInt() else {
        throw WeftError(
            "bad-edge",
            "the line \"\(line)\" isn't an edge",
            remedy: "write two whole numbers with white space between them"
        )
    }
    return [(from, to)]
}
