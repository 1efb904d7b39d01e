extension DAGScheduler {
    /// An executor has come.
    mutating func executorAdded(_ executorID: String, host: String) {
        executorHosts[executorID] = host
        executorFailureEpoch[executorID] = nil
        shuffleFileLostEpoch[executorID] = nil
    }

    /// An executor is gone.
    ///
    /// - Parameter hasShuffleFilesElsewhere: whether its map outputs can still be read, from a shuffle service say.
    mutating func executorLost(_ executorID: String, hasShuffleFilesElsewhere: Bool) -> [DAGSchedulerAction] {
        var actions: [DAGSchedulerAction] = []
        removeExecutor(
            executorID,
            shuffleFilesLost: !hasShuffleFilesElsewhere,
            epoch: mapOutputs.epoch,
            &actions
        )
        executorHosts[executorID] = nil
        return actions
    }

    /// Forgets what an executor held, unless what is known of it is newer than the epoch.
    mutating func removeExecutor(
        _ executorID: String,
        shuffleFilesLost: Bool,
        epoch: Int,
        _ actions: inout [DAGSchedulerAction]
    ) {
        if (executorFailureEpoch[executorID] ?? -1) < epoch {
            executorFailureEpoch[executorID] = epoch
            if cachedBlocks.hasAny(executorID: executorID) {
                cachedBlocks.removeExecutor(executorID)
                actions.append(.blocksForgotten(executorID: executorID))
            }
        }
        guard shuffleFilesLost, (shuffleFileLostEpoch[executorID] ?? -1) < epoch else { return }
        shuffleFileLostEpoch[executorID] = epoch
        for (shuffleID, mapIndexes) in mapOutputs.removeOutputs(onExecutor: executorID) {
            actions.append(.mapOutputsLost(shuffleID: shuffleID, mapIndexes: mapIndexes))
        }
    }

    /// A map output has been moved to another executor, by one that is on its way out.
    ///
    /// - Returns: also the stage that wrote the output, while a job needs it.
    mutating func mapOutputMoved(
        shuffleID: Int,
        mapIndex: Int,
        from: String,
        to executorID: String
    ) -> (actions: [DAGSchedulerAction], stageID: Int?) {
        // A copy on an executor that is gone meanwhile is none.
        guard executorHosts[executorID] != nil,
            mapOutputs.move(shuffleID: shuffleID, mapIndex: mapIndex, from: from, to: executorID)
        else { return ([], nil) }
        let moved = DAGSchedulerAction.mapOutputMoved(
            shuffleID: shuffleID,
            mapIndex: mapIndex,
            from: from,
            to: executorID
        )
        return ([moved], stageOfShuffle[shuffleID])
    }

    /// What an executor holds that would be lost with it.
    func holdings(ofExecutor executorID: String) -> ExecutorHoldings {
        let shuffles = mapOutputs.shuffles(onExecutor: executorID)
        return ExecutorHoldings(
            hasCachedBlocks: cachedBlocks.hasAny(executorID: executorID),
            hasShuffleOutputs: !shuffles.isEmpty,
            // A shuffle has a stage while a job under way needs it.
            hasActiveShuffleOutputs: shuffles.contains { stageOfShuffle[$0] != nil }
        )
    }

    /// An executor keeps a partition of a persisted RDD.
    mutating func blockCached(rddID: Int, partition: Int, executorID: String) {
        guard executorHosts[executorID] != nil else { return }
        cachedBlocks.add(rddID: rddID, partition: partition, executorID: executorID)
    }

    /// An executor doesn't keep the partition any more.
    mutating func blockRemoved(rddID: Int, partition: Int, executorID: String) {
        cachedBlocks.remove(rddID: rddID, partition: partition, executorID: executorID)
    }

    /// The RDD isn't persisted any more.
    mutating func rddUnpersisted(_ rddID: Int) { cachedBlocks.removeRDD(rddID) }

    /// Nothing refers to the shuffle any more, or its files are to go for another reason.
    mutating func shuffleUnreferenced(_ shuffleID: Int) -> [DAGSchedulerAction] {
        let mapCount = mapOutputs.mapCount(of: shuffleID)
        guard mapOutputs.unregisterShuffle(shuffleID) else { return [] }
        // A stage that a job under way still needs goes on with nothing computed.
        if stageOfShuffle[shuffleID] != nil, let mapCount {
            mapOutputs.registerShuffle(shuffleID, mapCount: mapCount)
        }
        mapOutputs.incrementEpoch()
        return [.shuffleRemoved(shuffleID: shuffleID)]
    }
}
