import HadoopRPC
import WeftDiagnostics

extension ClusterProbe {
    /// Reads the configuration as every command does, and says what it means.
    func configurationReport() -> DiagnosisReport {
        let configuration: HadoopConfiguration
        do { configuration = try options.configuration() } catch {
            return DiagnosisReport(.failure("files", error))
        }
        self.configuration = configuration
        guard !configuration.files.isEmpty || configuration.isSet("fs.defaultFS") else {
            return DiagnosisReport(
                .failure(
                    "files",
                    "there is no configuration of a cluster: \(configuration.searchReport)",
                    remedy: "set HADOOP_CONF_DIR to the folder with the cluster's core-site.xml and hdfs-site.xml"
                )
            )
        }
        var findings = [
            DiagnosisFinding.ok("files", configuration.files.isEmpty ? "none, but -D" : configuration.searchReport)
        ]
        var nameNodes: [HadoopAddress] = []
        var resourceManagers: [HadoopAddress] = []
        do {
            nameNodes = try self.nameNodes(configuration, &findings)
        } catch { findings.append(.failure("file system", error)) }
        do {
            isSecure = try configuration.security.isSecure
            findings += try securityFindings(configuration)
        } catch { findings.append(.failure("security", error)) }
        do {
            resourceManagers = try self.resourceManagers(configuration)
            if !resourceManagers.isEmpty {
                findings.append(.ok("YARN", resourceManagers.map(\.description).joined(separator: ", ")))
            }
        } catch { findings.append(.failure("YARN", error)) }
        do {
            user = try options.user(configuration)
            findings += userFindings()
        } catch { findings.append(.failure("user", error)) }
        return DiagnosisReport(
            findings,
            learned: [
                .cluster(
                    isSecure: isSecure,
                    hasTokens: user?.credentials.tokens.isEmpty == false,
                    nameNodes: nameNodes,
                    resourceManagers: resourceManagers
                )
            ]
        )
    }

    private func nameNodes(
        _ configuration: HadoopConfiguration,
        _ findings: inout [DiagnosisFinding]
    ) throws -> [HadoopAddress] {
        let (scheme, authority) = try configuration.defaultFileSystem
        guard scheme == "hdfs" else {
            findings.append(
                .warning(
                    "file system",
                    "fs.defaultFS is \(scheme)://\(authority), not an HDFS",
                    remedy: "name the HDFS to look at: weft diagnose --fs hdfs://host:port"
                )
            )
            return []
        }
        let service = try configuration.nameService(authority)
        let members = service.members.map { ($0.id.map { "\($0) " } ?? "") + $0.address.description }
        findings.append(.ok("file system", "hdfs://\(authority): \(members.joined(separator: ", "))"))
        return service.members.map(\.address)
    }

    private func securityFindings(_ configuration: HadoopConfiguration) throws -> [DiagnosisFinding] {
        let security = try configuration.security
        guard security.isSecure else {
            return [.ok("security", "simple: servers believe the user's name")]
        }
        let levels = security.rpcProtection.map(\.rawValue).joined(separator: ",")
        let data = try configuration.protection("dfs.data.transfer.protection")
        let dataLevels = data.map { $0.map(\.rawValue).joined(separator: ",") } ?? "none"
        var findings = [DiagnosisFinding.ok("security", "kerberos, RPC \(levels), data transfer \(dataLevels)")]
        do {
            let principal = try configuration.serverPrincipal("dfs.namenode.kerberos.principal", host: "HOST")
            findings.append(.ok("NameNode's principal", "\(principal)"))
        } catch { findings.append(.failure("NameNode's principal", error)) }
        return findings
    }

    private func resourceManagers(_ configuration: HadoopConfiguration) throws -> [HadoopAddress] {
        let keys = ["yarn.resourcemanager.address", "yarn.resourcemanager.hostname", "yarn.resourcemanager.ha.enabled"]
        guard keys.contains(where: configuration.isSet) else { return [] }
        return try configuration.resourceManagers("yarn.resourcemanager.address", defaultPort: 8032).map(\.address)
    }

    private func userFindings() -> [DiagnosisFinding] {
        guard let user else { return [] }
        var findings: [DiagnosisFinding] = []
        if !isSecure {
            do { findings.append(.ok("user", try user.effectiveUserName())) } catch {
                findings.append(.failure("user", error))
            }
        } else if let other = user.proxiedUser {
            findings.append(.ok("user", "acts for \(other)"))
        }
        let tokens = user.credentials.tokens.values
        if !tokens.isEmpty {
            let names = tokens.map { "\($0.kind) for \($0.service)" }.sorted()
            findings.append(.ok("tokens", names.joined(separator: ", ")))
        }
        return findings
    }
}
