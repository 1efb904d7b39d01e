import Weft

/// What the cluster tests run in processes of their own: each subcommand is one situation, and prints what came out.
struct ClusterApplication: ApplicationGroup {
    static let configuration = CommandConfiguration(
        commandName: "ClusterApplication",
        subcommands: [
            Kill.self, Chaos.self, LoseAll.self, Wait.self, Shared.self, LargeResult.self, Spill.self, EmptyTasks.self,
            Steady.self, Leave.self, Breathe.self, Replicate.self,
            Flip.self, Slow.self, Sour.self, Vaulted.self,
            EndExecutors.self, EndDriver.self, Endure.self,
            FileContract.self, Saving.self, Rereading.self,
        ]
    )
}

@main enum Main {
    static func main() async {
        EngineExtensions.register("vault") { setting in try Vault(setting) }
        await ClusterApplication.main()
    }
}
