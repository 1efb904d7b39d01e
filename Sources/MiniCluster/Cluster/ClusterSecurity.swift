import HadoopRPC
import WeftDiagnostics

/// Who proves what in a cluster: nobody anything, or clients and the ResourceManager by Kerberos.
struct ClusterSecurity {
    let ownRealm: PrivateRealm?
    let krb5Configuration: String?
    /// The ResourceManager's principal, with its realm.
    let principal: String?
    private let keytab: String

    /// Starts the KDC, if the cluster has one of its own.
    init(_ options: MiniClusterOptions, directory: String) throws {
        guard options.isSecure else {
            (ownRealm, krb5Configuration, principal, keytab) = (nil, nil, nil, "")
            return
        }
        switch options.realm {
        case .own:
            let me = try LoginUser.simpleName()
            let realm = try PrivateRealm(directory: "\(directory)/kerberos")
            do {
                let users = Set(options.users + Array(options.proxyUsers) + [me])
                try realm.start(services: ["rm/localhost"], users: users.sorted())
            } catch {
                realm.stop()
                throw error
            }
            ownRealm = realm
            krb5Configuration = realm.configuration
            principal = "rm/localhost@\(PrivateRealm.name)"
            keytab = realm.keytab("rm")
        case .existing(let configuration, let path, let name):
            guard name.contains("@"), name.contains("/") else {
                throw WeftError(
                    "hadoop-configuration",
                    "\"\(name)\" isn't the principal of a ResourceManager",
                    remedy: "give service/host@REALM, rm/localhost@TEST.LOCAL for instance"
                )
            }
            (ownRealm, krb5Configuration, principal, keytab) = (nil, configuration, name, path)
        }
    }

    /// What renews applications' tokens; nil in an insecure cluster.
    func renewer(_ configuration: HadoopConfiguration, _ delegation: DelegationTokens) throws -> TokenRenewer? {
        guard let principal else { return nil }
        return try TokenRenewer(
            configuration: configuration,
            keytab: keytab,
            principal: principal,
            delegation: delegation
        )
    }

    /// What the port for clients needs to take tickets; nil in an insecure cluster.
    func kerberos(_ configuration: HadoopConfiguration) throws -> RPCServerSecurity.Kerberos? {
        guard let principal else { return nil }
        let name = try KerberosName(principal)
        let rules = try configuration.authToLocalRules(defaultRealm: name.realm ?? "")
        return RPCServerSecurity.Kerberos(
            acceptor: try GSSAcceptor(keytab: keytab, principal: principal),
            service: name.service,
            host: name.host ?? "localhost",
            shortName: { try rules.shortName(of: KerberosName($0)) }
        )
    }
}
