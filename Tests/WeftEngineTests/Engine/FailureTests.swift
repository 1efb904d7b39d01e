import Foundation
import Testing
import WeftDiagnostics

@testable import WeftEngine

private struct Boom: Error, CustomStringConvertible {
    var row: Int
    var description: String { "boom at \(row)" }
}

private func boom(_ row: Int) throws -> Int {
    guard row != 13 else { throw Boom(row: row) }
    return row
}

@Suite("Failures")
struct FailureTests {
    @Test("a task that fails is tried again, as often as it may fail")
    func retries() async throws {
        try await withContext(master: "local[2,3]") { context async throws in
            let counter = context.scratch.path("attempts")
            let added = context.longAccumulator()
            let seen = context.collectionAccumulator(of: String.self)
            let rdd = context.range(0..<20, partitions: 4).map { row -> Int in
                added.add(1)
                if row == 13 {
                    seen.add("attempt \(TaskContext.current?.attemptNumber ?? -1)")
                    if try appendAndCount(counter) < 3 { throw Boom(row: row) }
                }
                return row
            }
            let (sum, record) = try await context.recording { try await rdd.sum() }
            #expect(sum == 190)
            #expect(try context.scratch.text("attempts") == "xxx")
            // What failed attempts added doesn't count.
            #expect(added.value == 20)
            #expect(seen.value == ["attempt 2"])
            let failed = record.endedTasks.filter { if case .failed = $0.status { true } else { false } }
            #expect(failed.map(\.task.partition) == [2, 2])
            #expect(failed.map(\.task.attemptNumber) == [0, 1])
        }
    }

    @Test("attempts that run out fail the job with all there is to know", arguments: [1, 2, 4])
    func exhausted(limit: Int) async throws {
        try await withContext(master: "local[2,\(limit)]") { context async throws in
            let counter = context.scratch.path("attempts")
            let rdd = context.range(0..<20, partitions: 4).map { row -> Int in
                if row == 13 {
                    _ = try appendAndCount(counter)
                    throw Boom(row: row)
                }
                return row
            }
            let error = try await failure { _ = try await rdd.count() }
            #expect(error.codes == ["job-aborted", "task-failed", "user-error"])
            #expect(error.location?.contains("FailureTests.swift:") == true)
            #expect(try context.scratch.text("attempts").count == limit)
            let task = try #require(error.cause)
            #expect(task.details.contains(.init("task", "2")))
            #expect(task.details.contains(.init("attempt", "\(limit - 1)")))
            #expect(task.details.contains { $0.name == "stage" && $0.value.contains("count at") })
            #expect(error.description.contains("boom at 13") && error.description.contains("Boom"))
        }
    }

    @Test("local masters don't retry unless told to; the key tells too")
    func retryDefaults() async throws {
        for (settings, expected) in [([:], 1), (["weft.task.maxFailures": "3"], 3)] as [([String: String], Int)] {
            try await withContext(settings) { context async throws in
                let counter = context.scratch.path("attempts")
                let error = try await failure {
                    try await context.range(0..<1, partitions: 1).foreach { row in
                        _ = try appendAndCount(counter)
                        throw Boom(row: row)
                    }
                }
                #expect(error.root.message.contains("boom at 0"))
                #expect(try context.scratch.text("attempts").count == expected)
            }
        }
    }

    @Test("a WeftError of the user's own keeps its code and remedy")
    func ownError() async throws {
        try await withContext { context async throws in
            let error = try await failure {
                try await context.range(0..<1).foreach { _ in
                    throw WeftError("bad-line", "line 3 has no date", remedy: "clean the input")
                }
            }
            #expect(error.root.code == "bad-line")
            #expect(error.remedy == "clean the input")
        }
    }

    @Test("a throwing closure fails the job in each kind of operation", arguments: Throwing.allCases)
    func throwing(operation: Throwing) async throws {
        try await withContext { context async throws in
            let error = try await failure { try await operation.run(context) }
            #expect(error.root.description.contains("boom at 13"), "\(error)")
            #expect(error.codes.first == "job-aborted")
            // Neither threads nor slots are lost.
            #expect(try await context.range(0..<100, partitions: 4).count() == 100)
        }
    }

    @Test("a job that fails in its map stage never starts the next one")
    func failsInMapStage() async throws {
        try await withContext { context async throws in
            let reduced = context.longAccumulator()
            let rdd = context.range(0..<20, partitions: 2).map { (try boom($0) % 3, 1) }.reduceByKey(+).mapValues {
                value in
                reduced.add(1)
                return value
            }
            let (error, record) = try await context.recording { try await failure { _ = try await rdd.count() } }
            #expect(error.root.message.contains("boom at 13"))
            #expect(reduced.value == 0)
            #expect(record.submittedStages.count == 1)
            let end = record.events.compactMap { if case .jobEnd(let event) = $0 { event.error } else { nil } }
            #expect(end == [error])
            // The same RDD fails again, and for the same reason.
            let again = try await failure { _ = try await rdd.count() }
            #expect(again.root == error.root)
        }
    }

    @Test("input that isn't there or can't be read", arguments: ["text", "bytes", "whole", "records", "objects"])
    func missingInput(kind: String) async throws {
        try await withContext { context async throws in
            func count(_ path: String) async throws {
                switch kind {
                case "text": _ = try await context.textFile(path).count()
                case "bytes": _ = try await context.textFile(path, as: Bytes.self).count()
                case "whole": _ = try await context.wholeTextFiles(path).count()
                case "records": _ = try await context.binaryRecords(path, recordLength: 2).count()
                default: _ = try await context.objectFile(path, of: Int.self).count()
                }
            }
            for name in ["nowhere", "nowhere/*.txt", "no{w,t}/x"] {
                let missing = try await failure { try await count(context.scratch.path(name)) }
                #expect(missing.code == "input-not-found")
                #expect(missing.description.contains(name))
                #expect(!missing.remedy.isEmpty)
            }
            let empty = try await failure { try await count("") }
            #expect(empty.code == "invalid-path")
        }
    }

    @Test("input that vanishes between jobs")
    func vanishingInput() async throws {
        try await withContext { context async throws in
            let path = try context.scratch.write("in.txt", "a\nb\n")
            let lines = context.textFile(path)
            #expect(try await lines.count() == 2)
            try context.scratch.delete("in.txt")
            let error = try await failure { _ = try await lines.count() }
            #expect(error.root.code == "input-not-found")
            #expect(error.root.description.contains("in.txt"))
        }
    }

    @Test("a folder where a file was")
    func folderForFile() async throws {
        try await withContext { context async throws in
            let path = try context.scratch.write("in.txt", "a\nb\n")
            let inputs: [() async throws -> Int] = [
                { [lines = context.textFile(path)] in try await lines.count() },
                { [files = context.wholeTextFiles(path)] in try await files.count() },
                { [records = context.binaryRecords(path, recordLength: 2)] in try await records.count() },
            ]
            for input in inputs { #expect(try await input() > 0) }
            try context.scratch.delete("in.txt")
            try context.scratch.makeFolder("in.txt")
            for input in inputs {
                let error = try await failure { _ = try await input() }
                #expect(error.root.code == "not-a-file", "\(error)")
                #expect(error.root.description.contains("in.txt"))
            }
        }
    }

    @Test("what the driver's part of an action throws is thrown as it is")
    func driverSide() async throws {
        try await withContext { context async throws in
            let rows = context.range(0..<20, partitions: 2)
            await #expect(throws: Boom.self) {
                _ = try await rows.aggregate(0, add: { $0 + $1 }, merge: { _, _ in throw Boom(row: -1) })
            }
        }
    }

    @Test("a corrupt gzip file is named")
    func corruptGzip() async throws {
        try await withContext { context async throws in
            let scratch = context.scratch
            let rows = (0..<20_000).map { "line \($0 &* 7919)" }
            try await context.parallelize(rows, partitions: 1).saveAsTextFile(scratch.path("gz"), compression: .gzip)
            let good = try scratch.bytes("gz/part-00000.gz")
            var flipped = good
            flipped[good.count / 2] ^= 0x40
            let damaged: [(String, [UInt8])] = [
                ("cut.gz", Array(good.prefix(good.count / 2))), ("flipped.gz", flipped),
                ("text.gz", Array("no gzip at all".utf8)), ("short.gz", Array(good.prefix(5))),
            ]
            for (name, bytes) in damaged {
                let path = try scratch.write(name, bytes)
                let error = try await failure { _ = try await context.textFile(path).count() }
                #expect(error.root.code == "corrupt-data", "\(name): \(error)")
                #expect(error.root.description.contains(name))
                let whole = try await failure { _ = try await context.wholeTextFiles(path).count() }
                #expect(whole.root.description.contains(name))
            }
        }
    }

    @Test("a pipe to a program that fails, isn't there, or is killed")
    func failingPrograms() async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize(["a", "b"], partitions: 1)
            let status = try await failure {
                _ = try await rdd.pipe(["sh", "-c", "cat; echo oh dear >&2; exit 3"]).collect()
            }
            #expect(status.root.code == "pipe-failed")
            #expect(status.root.message.contains("exit status 3"))
            #expect(status.root.details.contains { $0.value.contains("oh dear") })
            let killed = try await failure { _ = try await rdd.pipe(["sh", "-c", "kill -9 $$"]).collect() }
            #expect(killed.root.message.contains("signal 9"))
            let missing = try await failure { _ = try await rdd.pipe(["weft-no-such-program"]).collect() }
            #expect(missing.root.code == "pipe-failed")
            #expect(missing.root.message.contains("weft-no-such-program") && missing.root.remedy.contains("PATH"))
            let rows = try await failure {
                _ = try await context.range(0..<20, partitions: 1).map { try boom($0) }.pipe(["cat"]).count()
            }
            #expect(rows.root.message.contains("boom at 13"))
        }
    }

    @Test("a pipe to a program that stops reading early, or says much on standard error")
    func oddPrograms() async throws {
        try await withContext { context async throws in
            // Far more than a pipe holds, so writing meets the closed end.
            let rdd = context.range(0..<40_000, partitions: 2).map { "a line of some length \($0)" }
            let heads = try await rdd.pipe(["head", "-n", "1"]).collect()
            #expect(heads == ["a line of some length 0", "a line of some length 20000"])
            #expect(try await rdd.pipe(["true"]).count() == 0)
            #expect(try await rdd.pipe(["sh", "-c", "exec <&-; echo done"]).collect() == ["done", "done"])
            let noisy = context.parallelize(["x"], partitions: 1)
                .pipe(["sh", "-c", "head -c 300000 /dev/zero | tr '\\0' e >&2; cat"])
            #expect(try await noisy.collect() == ["x"])
            let failing = context.parallelize(["x"], partitions: 1)
                .pipe(["sh", "-c", "head -c 300000 /dev/zero | tr '\\0' e >&2; echo last words >&2; exit 1"])
            let error = try await failure { _ = try await failing.collect() }
            #expect(error.root.description.contains("last words"))
            #expect(error.root.description.utf8.count < 10_000)
            // Output that is left unread doesn't hold the task.
            #expect(try await context.parallelize(["x"], partitions: 1).pipe(["yes"]).take(3) == ["y", "y", "y"])
        }
    }
}

/// Appends a letter to a file and gives how many there are then.
private func appendAndCount(_ path: String) throws -> Int {
    if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(fileURLWithPath: path)) }
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    let end = try handle.seekToEnd()
    try handle.write(contentsOf: Data("x".utf8))
    try handle.close()
    return Int(end) + 1
}

/// Operations whose closure throws at the row 13.
enum Throwing: String, CaseIterable, CustomTestStringConvertible {
    case map, filter, flatMap, mapWith, mapPartitions, lazyPartitions, mapPartitionsWithIndex, keyBy, groupBy
    case mapValues, flatMapValues, reduceByKey, foldByKey, aggregateByKey, combineByKey, combineWithoutMapSide
    case sortBy, aboveShuffle, underPartitions, cartesian, zip, coalesced, persisted, joined
    case reduce, fold, aggregate, treeReduce, foreach, foreachPartition, top, save, sample

    var testDescription: String { rawValue }

    func run(_ context: Context) async throws {
        let rows = context.range(0..<20, partitions: 3)
        let twos = rows.map { ($0 % 2, $0) }
        switch self {
        case .map: _ = try await rows.map { try boom($0) }.collect()
        case .filter: _ = try await rows.filter { try boom($0) >= 0 }.collect()
        case .flatMap: _ = try await rows.flatMap { [try boom($0)] }.collect()
        case .mapWith: _ = try await rows.map(with: 0) { try boom($0) + $1 }.collect()
        case .mapPartitions: _ = try await rows.mapPartitions { try $0.map { try boom($0) } }.collect()
        case .lazyPartitions: _ = try await rows.map { try boom($0) }.mapPartitions { $0.lazy.map { $0 + 1 } }.collect()
        case .mapPartitionsWithIndex:
            _ = try await rows.mapPartitionsWithIndex { _, rows in try rows.map { try boom($0) } }.collect()
        case .keyBy: _ = try await rows.keyBy { try boom($0) }.collect()
        case .groupBy: _ = try await rows.groupBy { try boom($0) }.collect()
        case .mapValues: _ = try await twos.mapValues { try boom($0) }.collect()
        case .flatMapValues: _ = try await twos.flatMapValues { [try boom($0)] }.collect()
        case .reduceByKey: _ = try await rows.map { (0, $0) }.reduceByKey { max(try boom($0), try boom($1)) }.collect()
        case .foldByKey: _ = try await twos.foldByKey(0) { try boom($1) + $0 * 0 }.collect()
        case .aggregateByKey:
            _ = try await twos.aggregateByKey(0, add: { try boom($1) + $0 * 0 }, merge: { $0 + $1 }).collect()
        case .combineByKey:
            _ = try await rows.map { ($0, $0) }
                .combineByKey(createCombiner: { try boom($0) }, mergeValue: +, mergeCombiners: +).collect()
        case .combineWithoutMapSide:
            _ = try await rows.map { (0, $0) }
                .combineByKey(
                    mapSideCombine: false,
                    createCombiner: { $0 },
                    mergeValue: +,
                    mergeCombiners: { max(try boom($0), try boom($1)) }
                ).collect()
        case .sortBy: _ = try await rows.sortBy(partitions: 1) { try boom($0) }.collect()
        case .aboveShuffle: _ = try await rows.map { try boom($0) }.repartition(2).collect()
        case .underPartitions:
            // The user's function doesn't see the error; the engine must not take it for the end of the rows.
            _ = try await rows.map { try boom($0) }.mapPartitions { [$0.reduce(0, +)] }.collect()
        case .cartesian: _ = try await rows.map { try boom($0) }.cartesian(rows).count()
        case .zip: _ = try await rows.zip(rows.map { try boom($0) }).collect()
        case .coalesced: _ = try await rows.map { try boom($0) }.coalesce(1).collect()
        case .persisted: _ = try await rows.map { try boom($0) }.persist(.diskOnly).collect()
        case .joined: _ = try await twos.join(rows.map { ($0, try boom($0)) }).collect()
        case .reduce: _ = try await rows.reduce { max(try boom($0), try boom($1)) }
        case .fold: _ = try await rows.fold(0) { max($0, try boom($1)) }
        case .aggregate: _ = try await rows.aggregate(0, add: { max($0, try boom($1)) }, merge: +)
        case .treeReduce: _ = try await rows.treeReduce { max(try boom($0), try boom($1)) }
        case .foreach: try await rows.foreach { _ = try boom($0) }
        case .foreachPartition: try await rows.foreachPartition { for row in $0 { _ = try boom(row) } }
        case .top: _ = try await rows.top(3) { try boom($0) }
        case .save: try await rows.map { try boom($0) }.saveAsTextFile(context.scratch.path("out"))
        case .sample: _ = try await rows.map { try boom($0) }.takeSample(3)
        }
    }
}
