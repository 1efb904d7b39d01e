import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// One entry of an access control list.
public struct HDFSACLEntry: Sendable, Hashable, CustomStringConvertible {
    /// Whom it is about.
    public enum Subject: Sendable, Hashable {
        /// A user; the owner without a name.
        case user(String?)
        /// A group; the file's own without a name.
        case group(String?)
        /// The most that named users and groups, and the file's group, get.
        case mask
        /// Everybody else.
        case other
    }

    /// Whether it is what new files in a folder get, not what counts for the folder itself.
    public var isDefault: Bool
    /// Whom it is about.
    public var subject: Subject
    /// What is allowed: 4 for reading, 2 for writing, 1 for executing.
    public var permission: UInt8

    /// Makes an entry.
    public init(_ subject: Subject, permission: UInt8, isDefault: Bool = false) {
        self.isDefault = isDefault
        self.subject = subject
        self.permission = permission & 7
    }

    init(_ message: AclEntryProto) {
        isDefault = message.scope == .default
        permission = UInt8(truncatingIfNeeded: message.permissions.rawValue & 7)
        let name = message.name.flatMap { $0.isEmpty ? nil : $0 }
        switch message.type {
        case .user: subject = .user(name)
        case .group: subject = .group(name)
        case .mask: subject = .mask
        default: subject = .other
        }
    }

    var message: AclEntryProto {
        let (type, name): (AclEntryProto.AclEntryTypeProto, String?) =
            switch subject {
            case .user(let name): (.user, name)
            case .group(let name): (.group, name)
            case .mask: (.mask, nil)
            case .other: (.other, nil)
            }
        return AclEntryProto(
            type: type,
            scope: isDefault ? .default : .access,
            permissions: AclEntryProto.FsActionProto(rawValue: Int32(permission)),
            name: name
        )
    }

    /// As `getfacl` prints it: `user:alice:rw-`, `default:group::r-x`.
    public var description: String {
        let who =
            switch subject {
            case .user(let name): "user:\(name ?? "")"
            case .group(let name): "group:\(name ?? "")"
            case .mask: "mask:"
            case .other: "other:"
            }
        let bits = [(4, "r"), (2, "w"), (1, "x")].map { Int(permission) & $0.0 != 0 ? $0.1 : "-" }.joined()
        return "\(isDefault ? "default:" : "")\(who):\(bits)"
    }
}

/// Access control lists and extended attributes.
extension HDFSClient {
    /// The access control list of a file or folder, without what its permission says already.
    public func acl(_ path: String) throws -> [HDFSACLEntry] {
        let response: GetAclStatusResponseProto = try call(
            "getAclStatus",
            GetAclStatusRequestProto(src: path),
            .idempotent,
            path: path
        )
        return response.result.entries.map(HDFSACLEntry.init)
    }

    /// Replaces the access control list; the entries of owner, group and others must be among the new ones.
    public func setACL(_ path: String, to entries: [HDFSACLEntry]) throws {
        let request = SetAclRequestProto(src: path, aclSpec: entries.map(\.message))
        let _: SetAclResponseProto = try call("setAcl", request, .idempotent, path: path)
    }

    /// Adds entries, or changes those that are there.
    public func modifyACL(_ path: String, with entries: [HDFSACLEntry]) throws {
        let request = ModifyAclEntriesRequestProto(src: path, aclSpec: entries.map(\.message))
        let _: ModifyAclEntriesResponseProto = try call("modifyAclEntries", request, .idempotent, path: path)
    }

    /// Removes entries; their permissions don't matter.
    public func removeACLEntries(_ path: String, _ entries: [HDFSACLEntry]) throws {
        let messages = entries.map { entry in
            var message = entry.message
            message.permissions = .none
            return message
        }
        let request = RemoveAclEntriesRequestProto(src: path, aclSpec: messages)
        let _: RemoveAclEntriesResponseProto = try call("removeAclEntries", request, .idempotent, path: path)
    }

    /// Removes what new files in a folder get.
    public func removeDefaultACL(_ path: String) throws {
        let request = RemoveDefaultAclRequestProto(src: path)
        let _: RemoveDefaultAclResponseProto = try call("removeDefaultAcl", request, .idempotent, path: path)
    }

    /// Removes the access control list; the permission stays.
    public func removeACL(_ path: String) throws {
        let _: RemoveAclResponseProto = try call("removeAcl", RemoveAclRequestProto(src: path), .idempotent, path: path)
    }

    /// The extended attributes that this user may see, by name with its namespace: `user.origin`.
    public func extendedAttributes(_ path: String) throws -> [String: [UInt8]] {
        let response: GetXAttrsResponseProto = try call(
            "getXAttrs",
            GetXAttrsRequestProto(src: path),
            .idempotent,
            path: path
        )
        var found: [String: [UInt8]] = [:]
        for attribute in response.xAttrs {
            found["\(attribute.namespace.description.lowercased()).\(attribute.name)"] = attribute.value ?? []
        }
        return found
    }

    /// Sets an extended attribute.
    ///
    /// - Parameters:
    ///   - name: its name with a namespace: `user.`, and for superusers `trusted.`, `security.` and `raw.`.
    ///   - value: its value.
    ///   - path: the file or folder.
    ///   - replacing: whether it may be there already.
    /// - Throws: `invalid-argument` for a name without a known namespace.
    public func setExtendedAttribute(_ name: String, to value: [UInt8], of path: String, replacing: Bool = true) throws
    {
        var attribute = try Self.attribute(name)
        attribute.value = value
        // XAttrSetFlag: 1 creates, 2 replaces.
        let request = SetXAttrRequestProto(src: path, xAttr: attribute, flag: replacing ? 3 : 1)
        let _: SetXAttrResponseProto = try call("setXAttr", request, .atMostOnce, path: path)
    }

    /// Removes an extended attribute.
    ///
    /// - Throws: `invalid-argument` for a name without a known namespace; what the NameNode says when it isn't there.
    public func removeExtendedAttribute(_ name: String, of path: String) throws {
        let request = RemoveXAttrRequestProto(src: path, xAttr: try Self.attribute(name))
        let _: RemoveXAttrResponseProto = try call("removeXAttr", request, .atMostOnce, path: path)
    }

    private static func attribute(_ name: String) throws -> XAttrProto {
        let parts = name.split(separator: ".", maxSplits: 1)
        let known = XAttrProto.XAttrNamespaceProto.names.first { parts.count == 2 && $0.value == parts[0].uppercased() }
        guard let known else {
            throw WeftError(
                "invalid-argument",
                "the extended attribute \(name) has no known namespace",
                remedy: "name it user.\(name)"
            )
        }
        return XAttrProto(namespace: .init(rawValue: known.key), name: String(parts[1]))
    }
}
