import Weft

/// The programs that `make bench` measures. Each prints what it found as lines of `name<TAB>value`.
@main
struct WeftBenchmark: ApplicationGroup {
    static let configuration = CommandConfiguration(
        abstract: "The programs that `make bench` measures.",
        subcommands: [
            MakeText.self, CountWords.self, Chain.self, FirstResult.self, SortRecords.self, JoinPairs.self,
            GroupPairs.self, EmptyTasks.self, Idle.self, MoveBytes.self, Simulate.self, HDFSPeer.self,
        ]
    )
}
