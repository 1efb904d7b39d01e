/// The line of the user's program that made an RDD or started a job.
public struct CallSite: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The file as the compiler names it, `Module/File.swift`.
    public let file: String
    /// The line, from 1.
    public let line: UInt

    /// Makes a call site from what `#fileID` and `#line` gave.
    @inlinable
    public init(_ file: StaticString, _ line: UInt) {
        self.file = file.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        self.line = line
    }

    /// `Module/File.swift:12`.
    public var description: String { "\(file):\(line)" }
}
