import Testing

@Suite struct TransitiveClosureTests {
    @Test(arguments: Example.masters)
    func aRandomGraphHasThePathsThatWarshallFinds(master: String) throws {
        let folder = try TemporaryFolder()
        var generator = SplitMix64(seed: 11)
        var edges: Set<[Int]> = []
        while edges.count < 60 {
            let from = Int.random(in: 0..<40, using: &generator)
            let to = Int.random(in: 0..<40, using: &generator)
            if from != to { edges.insert([from, to]) }
        }
        let outcome = try Example.run(
            on: master,
            "TransitiveClosure --nodes 40 --edges 60 --seed 11 --partitions 3".split(separator: " ").map(String.init)
                + ["--output", folder / "paths"]
        )
        let expected = closure(of: edges)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["\(expected.count) pairs of nodes are joined by a path"])
        let lines = try folder.lines(of: "paths")
        #expect(lines.count == expected.count)
        #expect(Set(lines) == Set(expected.map { "\($0[0])\t\($0[1])" }))
    }

    @Test(arguments: [
        // A chain, with an edge twice and an empty line.
        ("1 2\n2 3\n\n3\t4\n1 2\n", 6), ("1 2\n2 3\n3 1\n", 9), ("5 5\n", 1), ("", 0),
    ])
    func edgesOfAFileAreFollowed(edges: String, count: Int) throws {
        let folder = try TemporaryFolder()
        let outcome = try Example.run("TransitiveClosure", "--file", try folder.write(edges, to: "edges"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["\(count) pairs of nodes are joined by a path"])
    }

    @Test func aLineThatIsNoEdgeIsShown() throws {
        let folder = try TemporaryFolder()
        let outcome = try Example.run("TransitiveClosure", "--file", try folder.write("1 2\n3 x\n", to: "edges"))
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("the line \"3 x\" isn't an edge"), "\(outcome.errors)")
    }

    private func closure(of edges: Set<[Int]>) -> Set<[Int]> {
        let nodes = Set(edges.flatMap { $0 })
        var paths = edges
        for middle in nodes {
            for from in nodes where paths.contains([from, middle]) {
                for to in nodes where paths.contains([middle, to]) { paths.insert([from, to]) }
            }
        }
        return paths
    }
}
