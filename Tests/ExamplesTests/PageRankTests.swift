import Testing

@Suite struct PageRankTests {
    @Test(arguments: Example.masters)
    func aRandomGraphHasTheRanksOfThePlainAlgorithm(master: String) throws {
        let folder = try TemporaryFolder()
        var generator = SplitMix64(seed: 3)
        // Some links come twice; names are shorter and longer than what fits into a `Bytes` without memory.
        let links = (0..<300).map { _ in
            (0..<2).map { _ in "page-\(String(repeating: "x", count: Int.random(in: 0..<5, using: &generator) * 4))" }
                .map { $0 + "\(Int.random(in: 0..<9, using: &generator))" }
        }
        let text = "# from to\n\n" + links.map { $0.joined(separator: "\t") }.joined(separator: "\n")
        let outcome = try Example.run(
            on: master,
            [
                "PageRank", try folder.write(text, to: "links"), "--iterations", "7", "--top", "4", "--partitions", "3",
                "--output", folder / "ranks",
            ]
        )
        #expect(outcome.status == 0, "\(outcome.errors)")

        let expected = ranks(links, iterations: 7)
        var found: [String: Double] = [:]
        for line in try folder.lines(of: "ranks") {
            let fields = line.split(separator: "\t")
            #expect(fields.count == 2)
            found[String(fields[0])] = Double(fields[1])
        }
        #expect(Set(found.keys) == Set(expected.keys))
        for (page, rank) in expected { #expect(abs((found[page] ?? 0) - rank) < 2e-6, "\(page)") }
        let best = expected.sorted { $0.value > $1.value }.prefix(4).map(\.key)
        #expect(outcome.lines.map { $0.split(separator: "\t")[1] } == best.map { Substring($0) })
    }

    @Test func ranksOfASmallGraphAreKnown() throws {
        let folder = try TemporaryFolder()
        let links = try folder.write("a b\nb c\nc a\nd a\n", to: "links")
        // Nothing links to d, which keeps 0.15 and gives 0.85 of what it had to a.
        let outcome = try Example.run("PageRank", links, "--iterations", "1")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["1.85\ta", "1.0\tb", "1.0\tc", "0.15\td"])
        #expect(try Example.run("PageRank", links, "--iterations", "0", "--top", "1").lines == ["1.0\ta"])
    }

    @Test func aLineThatIsNoLinkIsShown() throws {
        let folder = try TemporaryFolder()
        let outcome = try Example.run("PageRank", try folder.write("a b\na b c\n", to: "links"))
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("the line \"a b c\" isn't a link"), "\(outcome.errors)")
    }

    private func ranks(_ links: [[String]], iterations: Int) -> [String: Double] {
        var targets: [String: Set<String>] = [:]
        for link in links { targets[link[0], default: []].insert(link[1]) }
        var ranks = targets.mapValues { _ in 1.0 }
        for _ in 0..<iterations {
            var sums: [String: Double] = targets.mapValues { _ in 0 }
            for (page, linked) in targets {
                for target in linked { sums[target, default: 0] += (ranks[page] ?? 0) / Double(linked.count) }
            }
            ranks = sums.mapValues { 0.15 + 0.85 * $0 }
        }
        return ranks
    }
}
