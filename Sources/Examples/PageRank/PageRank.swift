import Weft

/// Ranks pages by the links between them.
@main
struct PageRank: Application {
    static let configuration = CommandConfiguration(
        commandName: "PageRank",
        abstract: "Ranks pages by the links between them.",
        discussion: """
            The input has a line for each link: two names with white space between them. Empty lines and lines that
            start with # are skipped.

            A page's rank is 0.15 and 0.85 of what the pages that link to it give, each its own rank in equal parts to
            the pages it links to; all start at 1. A page without links gives nothing.

            EXAMPLES
              weft submit --master 'local[2]' PageRank links.txt
              weft submit PageRank links.txt --iterations 20 --top 3 --output ranks
            """
    )

    @Argument(help: "A file, a folder or a glob of links.")
    var input: String

    @Option(help: "How often the ranks are given on.")
    var iterations = 10

    @Option(help: "How many pages to print.")
    var top = 10

    @Option(help: "A folder for the ranks of all pages; it must not exist.")
    var output: String?

    @Option(help: "How many partitions; as many as the input has by default.")
    var partitions: Int?

    func validate() throws {
        guard iterations >= 0 else { throw ValidationError("give 0 iterations or more") }
        guard top >= 0 else { throw ValidationError("give 0 pages or more to print") }
        if let partitions, partitions < 1 { throw ValidationError("give at least 1 partition") }
    }

    func run(in context: Context) async throws {
        let edges = context.textFile(input, as: Bytes.self).flatMap { try link(in: $0) }.distinct()
        // Grouped once and kept. The ranks come to lie by the same partitioner, so that no join shuffles the links again.
        let links = edges.groupByKey(partitions: partitions).cache()
        let partitions = try await links.partitionCount()
        var ranks = links.mapValues { _ in 1.0 }
        for _ in 0..<iterations {
            let contributions = links.join(ranks).flatMap { page, linked -> [(Bytes, Double)] in
                let (targets, rank) = linked
                let share = rank / Double(targets.count)
                // Nothing for itself: a page that no other links to keeps its place.
                return [(page, 0)] + targets.map { ($0, share) }
            }
            ranks = contributions.reduceByKey(partitions: partitions, +).mapValues { 0.15 + 0.85 * $0 }
        }
        ranks.cache()
        if let output { try await ranks.map { page, rank in "\(page)\t\(rounded(rank))" }.saveAsTextFile(output) }
        for (page, rank) in try await ranks.top(top, by: \.value) { print("\(rounded(rank))\t\(page)") }
    }
}

/// The link that a line has, if it has one.
private func link(in line: Bytes) throws -> [(Bytes, Bytes)] {
    let words = Array(line.words())
    if words.first?.hasPrefix("#") ?? true { return [] }
    guard words.count == 2 else {
        throw WeftError(
            "bad-link",
            "the line \"\(line)\" isn't a link",
            remedy: "write two names with white space between them"
        )
    }
    // Copies, where they are long: a slice would keep the block of the file that it was read in for as long as the link.
    return [(words[0].detached(), words[1].detached())]
}

/// Six digits after the point: the order in which ranks are added, which isn't always the same, shows beyond them.
private func rounded(_ rank: Double) -> Double { (rank * 1e6).rounded() / 1e6 }
