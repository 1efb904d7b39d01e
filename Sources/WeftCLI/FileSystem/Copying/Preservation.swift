import ArgumentParser
import HDFS

/// What a copy keeps of its source beside the content (CommandWithDestination.java, FileAttribute).
struct Preservation: OptionSet, Sendable, Hashable {
    let rawValue: Int

    static let times = Preservation(rawValue: 1)
    static let ownership = Preservation(rawValue: 2)
    static let permission = Preservation(rawValue: 4)
    /// The access control list, and the permission, which is a part of it.
    static let acl = Preservation(rawValue: 8)
    static let attributes = Preservation(rawValue: 16)
    /// What `-p` alone keeps.
    static let standard: Preservation = [.times, .ownership, .permission]

    init(rawValue: Int) { self.rawValue = rawValue }

    /// - Throws: `ValidationError` for other letters than `topax`.
    init(letters: String) throws {
        let known: [Character: Preservation] = [
            "t": .times, "o": .ownership, "p": .permission, "a": .acl, "x": .attributes,
        ]
        self = try letters.reduce(into: []) { all, letter in
            guard let one = known[letter] else {
                throw ValidationError("-p keeps what the letters t, o, p, a and x stand for, not \(letter).")
            }
            all.insert(one)
        }
    }

    /// Gives a file or folder what is kept of its source.
    func apply(from source: ShellItem, to target: ShellItem) throws {
        guard let status = source.status else { return }
        let fileSystem = target.fileSystem
        let present = try fileSystem.status(target.path)
        if contains(.ownership) {
            let owner = status.owner == present?.owner ? nil : status.owner
            let group = status.group == present?.group ? nil : status.group
            if owner != nil || group != nil { try fileSystem.setOwner(target.path, owner: owner, group: group) }
        }
        if !isDisjoint(with: [.permission, .acl]), status.permission != present?.permission {
            try fileSystem.setPermission(target.path, to: status.permission)
        }
        if contains(.acl), status.hasACL {
            let entries = try source.fileSystem.acl(source.path)
            try fileSystem.setACL(target.path, to: Self.whole(entries, status.permission))
        }
        if contains(.attributes) {
            let attributes = try source.fileSystem.extendedAttributes(source.path)
            for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
                try fileSystem.setExtendedAttribute(name, to: value, of: target.path)
            }
        }
        // Last, as some of the others change them.
        if contains(.times) {
            try fileSystem.setTimes(target.path, modification: status.modificationTime, access: status.accessTime)
        }
    }

    /// An access control list with the entries that the permission stands for (AclUtil.getAclFromPermAndEntries): with
    /// entries of its own, the permission's middle bits are its mask.
    static func whole(_ entries: [HDFSACLEntry], _ permission: UInt16) -> [HDFSACLEntry] {
        func bits(_ shift: UInt16) -> UInt8 { UInt8(permission >> shift & 7) }
        let own = entries.filter { !$0.isDefault }
        return [HDFSACLEntry(.user(nil), permission: bits(6))] + own
            + [
                HDFSACLEntry(own.isEmpty ? .group(nil) : .mask, permission: bits(3)),
                HDFSACLEntry(.other, permission: bits(0)),
            ] + entries.filter(\.isDefault)
    }
}
