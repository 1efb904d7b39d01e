import Testing

@Suite struct PiEstimateTests {
    @Test(arguments: Example.masters)
    func theSameSeedGivesTheSameDarts(master: String) throws {
        var hits = 0
        for slice in 0..<5 {
            var generator = SplitMix64(seed: 7, stream: UInt64(slice))
            for _ in 0..<10_000 {
                let x = 2 * generator.unit() - 1, y = 2 * generator.unit() - 1
                if x * x + y * y <= 1 { hits += 1 }
            }
        }
        let outcome = try Example.run(on: master, "PiEstimate", "5", "--samples", "10000", "--seed", "7")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.lines == ["\(hits) of 50000 darts hit", "Pi is roughly \(4 * Double(hits) / 50_000)"]
        )
        #expect(abs(4 * Double(hits) / 50_000 - .pi) < 0.05)
    }
}
