import Foundation
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct OutputCommitTests {
    private func committer(_ folder: TemporaryFolder, job: String = "job-1") throws -> OutputCommitter {
        try OutputCommitter(output: folder.path.appending("out"), job: job, fileSystems: folder.fileSystems)
    }

    private func write(_ text: String, _ committer: OutputCommitter, _ partition: Int, attempt: String) throws {
        let writer = try TextFileWriter(committer.create(OutputCommitter.partName(partition), attempt: attempt))
        try writer.write(text)
        try writer.close()
    }

    @Test func committedJobHasItsPartsAndSuccess() throws {
        let folder = try TemporaryFolder()
        let committer = try committer(folder)
        try committer.setUpJob()
        for partition in 0..<3 { try write("row \(partition)", committer, partition, attempt: "\(partition)-0") }
        #expect(!folder.names().contains("out/part-00000"))
        for partition in 0..<3 { try committer.commitTask(attempt: "\(partition)-0") }
        #expect(!folder.names().contains("out/_SUCCESS"))
        try committer.commitJob()
        #expect(folder.names() == ["out", "out/_SUCCESS", "out/part-00000", "out/part-00001", "out/part-00002"])
        #expect(try folder.read("out/part-00001") == Array("row 1\n".utf8))
    }

    @Test func existingOutputIsRefusedAndUntouched() throws {
        let folder = try TemporaryFolder()
        try folder.write("out/precious", "x".utf8)
        let committer = try committer(folder)
        let thrown = error { try committer.setUpJob() }
        #expect(thrown?.code == "output-exists")
        #expect(thrown?.message.contains("out") == true && thrown?.remedy.isEmpty == false)
        // Not even an abort of the job that was refused.
        try committer.abortJob()
        #expect(folder.names() == ["out", "out/precious"])
    }

    @Test func secondCommitOfAPartitionLeavesOneRightCopy() throws {
        let folder = try TemporaryFolder()
        let committer = try committer(folder)
        try committer.setUpJob()
        try write("same rows", committer, 0, attempt: "0-0")
        try write("same rows", committer, 0, attempt: "0-1")
        try committer.commitTask(attempt: "0-1")
        try committer.commitTask(attempt: "0-0")
        try committer.commitJob()
        #expect(folder.names() == ["out", "out/_SUCCESS", "out/part-00000"])
        #expect(try folder.read("out/part-00000") == Array("same rows\n".utf8))
    }

    @Test func abortedAttemptLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let committer = try committer(folder)
        try committer.setUpJob()
        try write("bad", committer, 0, attempt: "0-0")
        try committer.abortTask(attempt: "0-0")
        try committer.abortTask(attempt: "0-0")
        #expect(code { try committer.commitTask(attempt: "0-0") } == "input-not-found")
        try write("good", committer, 0, attempt: "0-1")
        try committer.commitTask(attempt: "0-1")
        try committer.commitJob()
        #expect(try folder.read("out/part-00000") == Array("good\n".utf8))
    }

    @Test func abortedJobLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let committer = try committer(folder)
        try committer.setUpJob()
        try write("a", committer, 0, attempt: "0-0")
        try committer.commitTask(attempt: "0-0")
        try write("b", committer, 1, attempt: "1-0")
        try committer.abortJob()
        #expect(folder.names() == [])
    }

    @Test func attemptThatOutlivedItsJobBringsNothingBack() throws {
        let folder = try TemporaryFolder()
        let committer = try committer(folder)
        try committer.setUpJob()
        try write("late", committer, 0, attempt: "0-0")
        let open = try committer.create("part-00001", attempt: "1-0")
        try committer.commitJob()
        #expect(code { try committer.commitTask(attempt: "0-0") } == "input-not-found")
        #expect(code { _ = try committer.create("part-00000", attempt: "0-1") } == "input-not-found")
        open.abort()
        #expect(folder.names() == ["out", "out/_SUCCESS"])
    }

    @Test func foldersAboveTheOutputAreMade() throws {
        let folder = try TemporaryFolder()
        let committer = try OutputCommitter(
            output: folder.path.appending("a/b/out"),
            job: "j",
            fileSystems: folder.fileSystems
        )
        try committer.setUpJob()
        try committer.commitJob()
        #expect(folder.names() == ["a", "a/b", "a/b/out", "a/b/out/_SUCCESS"])
    }

    @Test func partNamesSortLikeTheirNumbers() {
        #expect(OutputCommitter.partName(7, suffix: ".gz") == "part-00007.gz")
        #expect(OutputCommitter.partName(123_456) == "part-123456")
    }
}
