import WeftDiagnostics

/// A place where files are: the machine's own file system, HDFS.
///
/// Calls block, because tasks run on threads of their own; they may come from several threads at once. Every call throws
/// `WeftError`: `input-not-found`, `permission-denied`, `disk-full`, `output-exists`, `io-error` and others.
public protocol FileSystem: Sendable {
    /// The scheme of its paths, `file` for instance.
    var scheme: String { get }

    /// A path with all that another process needs to find the same file: the scheme, the authority, and the path from
    /// the root.
    func qualified(_ path: ResourcePath) -> ResourcePath

    /// What is at a path.
    ///
    /// - Throws: `input-not-found` when there is nothing.
    func status(_ path: ResourcePath) throws -> FileStatus

    /// What is in a folder, sorted by name; not in the folders within it.
    func list(_ directory: ResourcePath) throws -> [FileStatus]

    /// Opens a file for reading.
    func open(_ path: ResourcePath) throws -> any RandomAccessFile

    /// Makes a file and opens it for writing. Its folder must exist.
    ///
    /// - Parameters:
    ///   - path: where.
    ///   - overwrite: whether a file that is there is replaced; without it, that is an error of code `output-exists`.
    func create(_ path: ResourcePath, overwrite: Bool) throws -> any OutputFile

    /// Gives a file or folder another name in the same file system, in one step for everybody who looks.
    ///
    /// - Parameters:
    ///   - source: what there is.
    ///   - target: its new name.
    ///   - overwrite: whether a file of that name is replaced; without it, that is an error of code `output-exists`.
    func rename(_ source: ResourcePath, to target: ResourcePath, overwrite: Bool) throws

    /// Removes a file or folder.
    ///
    /// - Parameters:
    ///   - path: what to remove; a symbolic link is removed, not what it points to.
    ///   - recursive: whether a folder goes with what is in it; without it, such a folder is an error.
    /// - Returns: whether there was anything.
    @discardableResult
    func delete(_ path: ResourcePath, recursive: Bool) throws -> Bool

    /// Makes a folder.
    ///
    /// - Parameters:
    ///   - path: where.
    ///   - withParents: whether the folders above it are made too, and a folder that is there already is fine. Without
    ///     it, the folder above must exist and the folder itself must not (`output-exists`).
    func makeDirectory(_ path: ResourcePath, withParents: Bool) throws

    /// Where the blocks of a file are, in their order; empty when the file system doesn't know of hosts.
    func blockLocations(_ file: FileStatus) throws -> [BlockLocation]

    /// What matches a pattern, sorted by path: `*` and `?` (not across `/`), `[a-z]`, `[^a-z]`, `{a,b}`, and `\` before a
    /// character that means itself.
    func glob(_ pattern: ResourcePath) throws -> [FileStatus]
}

extension FileSystem {
    /// Whether there is anything at a path.
    public func exists(_ path: ResourcePath) throws -> Bool {
        do {
            _ = try status(path)
            return true
        } catch let error as WeftError where error.code == "input-not-found" {
            return false
        }
    }

    /// The path with the scheme.
    public func qualified(_ path: ResourcePath) -> ResourcePath {
        var path = path
        path.scheme = scheme
        return path
    }

    /// What matches a pattern, found with `list` and `status`.
    public func glob(_ pattern: ResourcePath) throws -> [FileStatus] { try Glob.expand(pattern, on: self) }

    /// No hosts.
    public func blockLocations(_ file: FileStatus) throws -> [BlockLocation] { [] }
}

/// What is known about a file or folder without opening it.
public struct FileStatus: Sendable, Hashable, Codable {
    /// Where it is.
    public var path: ResourcePath
    /// Whether it is a folder.
    public var isDirectory: Bool
    /// Its length in bytes, 0 for a folder.
    public var length: Int
    /// When it was last written, in milliseconds since 1970.
    public var modificationTime: Int64
    /// The size of its blocks in bytes, which splits don't cross without need.
    public var blockSize: Int

    /// Makes a status.
    public init(path: ResourcePath, isDirectory: Bool, length: Int, modificationTime: Int64, blockSize: Int) {
        self.path = path
        self.isDirectory = isDirectory
        self.length = length
        self.modificationTime = modificationTime
        self.blockSize = blockSize
    }
}

/// A block of a file and the hosts that have it.
public struct BlockLocation: Sendable, Hashable, Codable {
    /// Which bytes of the file.
    public var range: Range<Int>
    /// Names of hosts.
    public var hosts: [String]

    /// Makes a location.
    public init(range: Range<Int>, hosts: [String]) {
        self.range = range
        self.hosts = hosts
    }
}

/// A file open for reading at any place. Not for several threads at once.
public protocol RandomAccessFile: AnyObject {
    /// Its length in bytes at the time of the call.
    func size() throws -> Int

    /// Reads some bytes.
    ///
    /// - Parameters:
    ///   - buffer: where to put them.
    ///   - offset: where they start in the file, at least 0.
    /// - Returns: how many were read: 0 at the end of the file or for an empty buffer, fewer than fit when that is what
    ///   came in one go.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int

    /// Says that a part will be read from front to back.
    func willRead(_ range: Range<Int>)

    /// Closes the file; it is closed with its last reference otherwise.
    func close()
}

extension RandomAccessFile {
    /// Does nothing.
    public func willRead(_ range: Range<Int>) {}

    /// Reads until the buffer is full or the file ends.
    ///
    /// - Returns: how many bytes were read.
    public func readFully(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        var done = 0
        while done < buffer.count {
            let got = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]), at: offset + done)
            if got == 0 { break }
            done += got
        }
        return done
    }
}

/// A file being written from front to back. Not for several threads at once.
public protocol OutputFile: AnyObject {
    /// Appends bytes, all of them.
    func write(_ bytes: UnsafeRawBufferPointer) throws
    /// Waits until what was written is on the disk.
    func sync() throws
    /// Ends the file. What can't be written any more is thrown here, so a file is only good once this has returned.
    func close() throws
    /// Closes and removes the file; does nothing after `close()`.
    func abort()
}
