import BinaryCoding
import WeftDiagnostics

/// A job cut into stages at its shuffles.
struct JobPlan: Sendable {
    /// The stages, parents before children; the last one gives the job's results.
    let stages: [StageWork]
    /// The partitions of the result stage to compute.
    let partitions: [Int]

    /// What is left to do on the way from the last stage to the first ones.
    private enum Step {
        /// Plan the stage that writes a shuffle, after those that it reads.
        case visit(ShuffleDependency)
        /// All stages that this one reads are planned.
        case finish(StageWork)
    }

    /// Plans a job; the lineage must be resolved.
    init(
        of node: LineageNode,
        action: ErasedCode,
        partitions: [Int],
        name: String,
        callSite: CallSite
    ) async throws {
        let result = try await StageWork(
            finalNode: node,
            key: .result,
            action: action,
            name: name,
            callSite: callSite
        )
        var stages: [StageWork] = []
        var seen: Set<Int> = []
        var stack = result.shuffles.reversed().map { Step.visit($0) }
        while let step = stack.popLast() {
            switch step {
            case .finish(let work): stages.append(work)
            case .visit(let shuffle):
                // Marked now, not when it was put on the stack: a stage between may read it too, and comes later.
                guard seen.insert(shuffle.id).inserted else { continue }
                let parent = shuffle.parent
                let work = try await StageWork(
                    finalNode: parent,
                    key: .shuffleMap(shuffleID: shuffle.id),
                    action: shuffle.writer,
                    name: "\(parent.name ?? parent.operation) at \(parent.callSite)",
                    callSite: parent.callSite
                )
                stack.append(.finish(work))
                stack += work.shuffles.reversed().map { .visit($0) }
            }
        }
        stages.append(result)
        self.stages = stages
        self.partitions = partitions
    }
}

/// One stage: the operators between shuffles, what its tasks end with, and what each of them carries.
final class StageWork: Sendable {
    let spec: StageSpec
    let action: ErasedCode
    /// The shuffles that the stage reads.
    let shuffles: [ShuffleDependency]
    private let nodes: [Node]

    private struct Node: Sendable {
        var lineage: LineageNode
        var resolved: ResolvedNode
        var inputs: [StageBinary.Input]
    }

    init(
        finalNode: LineageNode,
        key: StageSpec.Key,
        action: ErasedCode,
        name: String,
        callSite: CallSite
    ) async throws {
        self.action = action
        var nodes: [Node] = []
        var indexes: [ObjectIdentifier: Int] = [:]
        var shuffles: [ShuffleDependency] = []
        var stack: [(node: LineageNode, resolved: ResolvedNode?)] = [(finalNode, nil)]
        while let (node, resolved) = stack.popLast() {
            guard indexes[ObjectIdentifier(node)] == nil else { continue }
            if let resolved {
                // All narrow parents have their index by now.
                let inputs: [StageBinary.Input] = resolved.dependencies.map { dependency in
                    switch dependency {
                    case .narrow(let parent): .node(indexes[ObjectIdentifier(parent)] ?? -1)
                    case .shuffle(let shuffle): .shuffle(shuffle.id)
                    }
                }
                indexes[ObjectIdentifier(node)] = nodes.count
                nodes.append(Node(lineage: node, resolved: resolved, inputs: inputs))
                continue
            }
            let own = try await node.ownResolution()
            stack.append((node, own))
            for dependency in own.dependencies.reversed() {
                switch dependency {
                case .narrow(let parent): stack.append((parent, nil))
                case .shuffle(let shuffle):
                    if !shuffles.contains(where: { $0.id == shuffle.id }) { shuffles.append(shuffle) }
                }
            }
        }
        self.nodes = nodes
        self.shuffles = shuffles
        let count = nodes[nodes.count - 1].resolved.partitionCount
        let locations = (0..<count).map { Self.preferredHosts(of: $0, in: nodes).map { TaskLocation(host: $0) } }
        spec = StageSpec(
            key: key,
            partitionCount: count,
            name: name,
            callSite: callSite.description,
            nodes: nodes.map { node in
                NodeSpec(
                    rddID: node.lineage.id,
                    partitionCount: node.resolved.partitionCount,
                    isCached: node.lineage.storageLevel.isPersistent,
                    dependencies: node.inputs.map { input in
                        switch input {
                        case .node(let index): .narrow(index, node.resolved.isOneToOne ? .oneToOne : .other)
                        case .shuffle(let id): .shuffle(id)
                        }
                    }
                )
            },
            preferredLocations: locations.allSatisfy(\.isEmpty) ? [] : locations
        )
    }

    /// The hosts near the data of a partition: those of the first operator, on the way to the sources, that has any.
    private static func preferredHosts(of partition: Int, in nodes: [Node]) -> [String] {
        var place = (node: nodes.count - 1, partition: partition)
        while true {
            let node = nodes[place.node]
            let hosts = node.resolved.preferredHosts(place.partition)
            if !hosts.isEmpty { return hosts }
            guard let source = node.resolved.sources(place.partition).first,
                case .node(let index) = node.inputs[source.dependency]
            else { return [] }
            place = (index, source.partition)
        }
    }

    /// The stage's work in coded form.
    func binary() throws -> [UInt8] {
        let binary = StageBinary(
            nodes: nodes.map { node in
                StageBinary.Node(
                    rddID: node.lineage.id,
                    operation: node.resolved.operation,
                    inputs: node.inputs,
                    storageLevel: node.lineage.storageLevel
                )
            },
            action: action
        )
        return try BinaryCoding.encode(binary)
    }

    /// What the task of a partition carries for the sources that it reads.
    func payloads(of partition: Int) throws -> [PayloadKey: [UInt8]] {
        var payloads: [PayloadKey: [UInt8]] = [:]
        var seen: Set<PayloadKey> = []
        var stack = [PayloadKey(node: nodes.count - 1, partition: partition)]
        while let place = stack.popLast() {
            guard seen.insert(place).inserted else { continue }
            let node = nodes[place.node]
            if let payload = node.resolved.payload { payloads[place] = try payload(place.partition) }
            for source in node.resolved.sources(place.partition) {
                guard case .node(let index) = node.inputs[source.dependency] else { continue }
                stack.append(PayloadKey(node: index, partition: source.partition))
            }
        }
        return payloads
    }
}
