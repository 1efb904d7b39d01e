import BinaryCoding
import WeftDiagnostics

extension RDD {
    /// Keeps the partitions, once computed, for later jobs.
    ///
    /// - Parameter level: where; another level than an earlier call's takes effect after `unpersist()`.
    @discardableResult
    public func persist(_ level: StorageLevel = .memoryOnly) -> Self {
        if !node.storageLevel.isPersistent { node.storageLevel = level }
        return self
    }

    /// Keeps the partitions in memory: `persist(.memoryOnly)`.
    @discardableResult
    public func cache() -> Self { persist() }

    /// Forgets the partitions that are kept.
    @discardableResult
    public func unpersist() -> Self {
        guard node.storageLevel.isPersistent else { return self }
        node.storageLevel = .none
        node.services.cleaner.removeBlocks(ofRDD: node.id)
        return self
    }

    /// Where the partitions are kept.
    public var storageLevel: StorageLevel { node.storageLevel }

    /// Asks for the rows to be written to `weft.checkpoint.dir` after the first job that needs them; the lineage above is
    /// forgotten then, so that a loop's lineage doesn't grow without end.
    ///
    /// The rows are computed again for it: `cache()` them first.
    ///
    /// - Throws: `no-checkpoint-dir` when the folder isn't set.
    public func checkpoint() throws {
        guard let base = context.configuration[ConfigurationKeys.checkpointDir] else {
            throw WeftError(
                "no-checkpoint-dir",
                "`checkpoint` needs a folder",
                remedy: "set weft.checkpoint.dir to a folder that all executors reach"
            )
        }
        let context = context
        node.requestCheckpoint { node in
            let rdd = RDD(context: context, node: node)
            let folder = "\(base)/\(rdd.context.applicationID)/rdd-\(rdd.id)"
            let before = try await rdd.node.resolved()
            try await rdd.saveAsObjectFile(folder)
            let files = try await rdd.node.services.files(folder)
            var resolved = try ResolvedNode.reading(
                files.map { FileSplit(whole: $0) },
                by: ObjectFileRows<Element>()
            )
            resolved.partitioner = before.partitioner
            return resolved
        }
    }

    /// Whether the checkpoint that was asked for has been written.
    public var isCheckpointed: Bool { node.isCheckpointed }

    /// The lineage as text: each RDD with its partitions, storage level and line, indented more behind each shuffle.
    ///
    /// - Throws: what finding the inputs throws.
    public func toDebugString() async throws -> String {
        _ = try await node.resolved()
        var lines: [String] = []
        // What several RDDs read is shown once in full: a loop that joins with itself would double the text each time.
        var seen: Set<ObjectIdentifier> = []
        var stack: [(node: LineageNode, indent: Int, isShuffle: Bool)] = [(node, 0, false)]
        while let (node, indent, isShuffle) = stack.popLast() {
            let resolved = try await node.ownResolution()
            let name = node.name.map { "\($0) " } ?? ""
            let level = node.storageLevel.isPersistent ? " [\(node.storageLevel)]" : ""
            let edge = isShuffle ? "+-" : (indent > 0 || !lines.isEmpty ? "| " : "")
            let text = "(\(resolved.partitionCount)) \(name)\(node.operation)[\(node.id)] at \(node.callSite)\(level)"
            let isRepeated = !seen.insert(ObjectIdentifier(node)).inserted && !resolved.dependencies.isEmpty
            lines.append(String(repeating: " ", count: indent) + edge + text + (isRepeated ? " (as above)" : ""))
            if isRepeated { continue }
            for dependency in resolved.dependencies.reversed() {
                switch dependency {
                case .narrow(let parent): stack.append((parent, indent, false))
                case .shuffle(let shuffle): stack.append((shuffle.parent, indent + 2, true))
                }
            }
        }
        return lines.joined(separator: "\n")
    }
}

extension Context {
    /// Writes the checkpoints that were asked for among an RDD and all above it.
    func writeRequestedCheckpoints(above node: LineageNode) async throws {
        for node in LineageNode.topologicalOrder(from: node) {
            guard let write = node.takeCheckpointRequest() else { continue }
            do {
                node.completeCheckpoint(reading: try await write(node))
            } catch {
                node.retryCheckpoint(write)
                throw error
            }
        }
    }
}
