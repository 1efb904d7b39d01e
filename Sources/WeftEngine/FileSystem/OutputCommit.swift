import WeftDiagnostics

/// Writes a folder of output files so that none of them is ever seen half-written.
///
/// Each attempt of a task writes into a folder of its own below `<output>/_temporary/<job>`; what is committed is renamed
/// into the output folder, and `_SUCCESS` is the last file to appear there. The driver calls the job's functions, tasks
/// call theirs; the value can be made anew from the same arguments in every process.
public struct OutputCommitter: Sendable {
    /// The output folder, with its full path.
    public let output: ResourcePath
    /// A name for this job's attempt to write it, without `/`.
    public let job: String
    private let fileSystem: any FileSystem

    /// Makes a committer; nothing is touched.
    ///
    /// - Parameters:
    ///   - output: the output folder.
    ///   - job: a name for this attempt, different from those of other jobs that may write there; without `/`.
    ///   - fileSystems: where the scheme is looked up.
    /// - Throws: `WeftError` of code `unknown-scheme`.
    public init(output: ResourcePath, job: String, fileSystems: FileSystems) throws {
        self.job = job
        fileSystem = try fileSystems.fileSystem(for: output)
        self.output = fileSystem.qualified(output)
    }

    private var temporary: ResourcePath { output.appending("_temporary") }
    private var jobFolder: ResourcePath { temporary.appending(job) }

    private func attemptFolder(_ attempt: String) -> ResourcePath { jobFolder.appending(attempt) }

    /// The name of a partition's file: `part-00000` and so on, with `suffix` at its end.
    public static func partName(_ partition: Int, suffix: String = "") -> String {
        let digits = String(partition)
        return "part-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + suffix
    }

    /// Looks whether the output folder can be made.
    ///
    /// - Throws: `WeftError` of code `output-exists` when there is anything at that path.
    public func checkOutput() throws {
        if try fileSystem.exists(output) {
            throw WeftError(
                "output-exists",
                "the output folder \(output) exists already",
                remedy: "remove it or choose another one; Weft never overwrites output",
                details: [.init("path", output.description)]
            )
        }
    }

    /// Makes the output folder, with the folders above it, and what tasks need in it.
    ///
    /// - Throws: `WeftError` of code `output-exists` when there is anything at that path.
    public func setUpJob() throws {
        try checkOutput()
        if let parent = output.parent { try fileSystem.makeDirectory(parent, withParents: true) }
        // Of two jobs that come here at once, one makes the folder and the other gets `output-exists`.
        try fileSystem.makeDirectory(output, withParents: false)
        do {
            try fileSystem.makeDirectory(jobFolder, withParents: true)
        } catch {
            _ = try? fileSystem.delete(output, recursive: true)
            throw error
        }
    }

    /// Makes the folder of a task's attempt and opens a file in it.
    ///
    /// - Parameters:
    ///   - name: the file's name once it is committed, as `partName` makes it.
    ///   - attempt: a name for this attempt of the task, different from those of its other attempts and of other tasks.
    /// - Throws: `WeftError` of code `input-not-found` when the job has ended or was never set up.
    public func create(_ name: String, attempt: String) throws -> any OutputFile {
        let folder = attemptFolder(attempt)
        // Not with parents: an attempt that outlived its job must not bring `_temporary` back.
        if try !fileSystem.exists(folder) { try fileSystem.makeDirectory(folder, withParents: false) }
        return try fileSystem.create(folder.appending(name), overwrite: true)
    }

    /// Gives the files of an attempt their final names. When several attempts of a task are committed, the last one's
    /// files replace those before, each in one step.
    public func commitTask(attempt: String) throws {
        let folder = attemptFolder(attempt)
        for file in try fileSystem.list(folder) {
            try fileSystem.rename(file.path, to: output.appending(file.path.name), overwrite: true)
        }
        try fileSystem.delete(folder, recursive: true)
    }

    /// Removes what an attempt wrote.
    public func abortTask(attempt: String) throws {
        try fileSystem.delete(attemptFolder(attempt), recursive: true)
    }

    /// Removes the temporary folder and writes `_SUCCESS`.
    public func commitJob() throws {
        try fileSystem.delete(temporary, recursive: true)
        do {
            let success = try fileSystem.create(output.appending("_SUCCESS"), overwrite: true)
            try success.close()
        } catch {
            // `abortJob` couldn't tell any more whose folder this is.
            _ = try? fileSystem.delete(output, recursive: true)
            throw error
        }
    }

    /// Removes the output folder with everything in it; `setUpJob()` made it.
    public func abortJob() throws {
        // Another job's folder, if this one was never set up.
        guard try fileSystem.exists(jobFolder) else { return }
        // First the folder that attempts rename their files from: after that none can come late.
        try fileSystem.delete(temporary, recursive: true)
        try fileSystem.delete(output, recursive: true)
    }
}
