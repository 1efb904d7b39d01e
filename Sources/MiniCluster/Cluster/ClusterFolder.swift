import WeftDiagnostics

/// The folder of a cluster, whose files are removed and written anew: what shows that it is one.
enum ClusterFolder {
    private static let marker = ".weft-minicluster"

    static func isOne(_ path: String) -> Bool { LocalDisk.list(path).contains(marker) }

    /// Makes a folder a cluster's.
    ///
    /// - Throws: `folder-not-empty` when somebody else's files are in it.
    static func claim(_ path: String) throws {
        try LocalDisk.makeFolder(path)
        let names = LocalDisk.list(path)
        if names.contains(marker) { return }
        guard names.isEmpty else {
            throw WeftError(
                "folder-not-empty",
                "\(path) isn't the folder of a minicluster, and it isn't empty: there is \(names[0])",
                remedy: "name a folder that is empty or not there yet; a cluster removes what is in its folder"
            )
        }
        try LocalDisk.write(
            Array("A cluster of weft minicluster keeps its files here.\n".utf8),
            to: "\(path)/\(marker)",
            mode: 0o644
        )
    }

    /// A path without what doesn't change where it leads.
    static func normalized(_ path: String) -> String {
        "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}
