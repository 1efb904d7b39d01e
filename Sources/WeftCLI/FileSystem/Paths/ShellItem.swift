/// A path on its file system, with what is there and how it is shown: as it was typed, and what is below it likewise
/// (PathData.java).
struct ShellItem: Sendable {
    /// What is printed.
    var text: String
    let fileSystem: any ShellFileSystem
    /// From the root.
    var path: String
    /// nil when nothing is there.
    var status: ShellFileStatus?

    init(text: String, fileSystem: any ShellFileSystem, path: String, status: ShellFileStatus?) {
        self.text = text
        self.fileSystem = fileSystem
        self.path = path
        self.status = status
    }

    /// What is at a path that was typed.
    init(_ path: ShellPath, on fileSystem: any ShellFileSystem) throws {
        let absolute = try path.absolute(from: try fileSystem.workingDirectory())
        try self.init(text: path.shown, fileSystem: fileSystem, path: absolute, status: fileSystem.status(absolute))
    }

    /// An entry of this folder.
    func child(_ status: ShellFileStatus) -> ShellItem { child(status.name, status) }

    /// What would be this folder's entry of a name.
    func child(_ name: String, _ status: ShellFileStatus?) -> ShellItem {
        let shown = text == "." ? name : text.hasSuffix("/") ? text + name : "\(text)/\(name)"
        let below = name == ".." ? ShellPath.parent(of: path) : ShellPath.join(path, name)
        return ShellItem(text: shown, fileSystem: fileSystem, path: below, status: status)
    }

    /// The last part of the path.
    var name: String { ShellPath.lastPart(of: path) }

    var isDirectory: Bool { status?.isDirectory == true }

    /// The path with scheme and authority.
    var qualified: String { fileSystem.name + path }

    /// Looks again.
    mutating func refresh() throws { status = try fileSystem.status(path) }

    /// The entries of this folder in the order of their names.
    func children() throws -> [ShellItem] {
        var items: [ShellItem] = []
        try fileSystem.forEachPage(of: path) { page in items += page.map { child($0) } }
        return items
    }
}

extension ShellPath {
    /// The path as it is printed: with the scheme and authority that were typed, and without `//`, `.` and `..`.
    var shown: String { path.hasPrefix("/") ? start + path.dropFirst() : path }

    /// What is printed before an absolute path: `/`, or `hdfs://ns1/`.
    var start: String { (scheme.map { "\($0)://\(authority)" } ?? "") + "/" }
}
