import Weft

/// What the cluster tests run in processes of their own: each subcommand is one situation, and prints what came out.
@main struct ClusterApplication: ApplicationGroup {
    static let configuration = CommandConfiguration(
        commandName: "ClusterApplication",
        subcommands: [
            Kill.self, Chaos.self, LoseAll.self, Wait.self, Shared.self, LargeResult.self, Spill.self, EmptyTasks.self,
            Steady.self, Leave.self, Breathe.self, Replicate.self,
            Flip.self, Slow.self, Sour.self,
        ]
    )
}
