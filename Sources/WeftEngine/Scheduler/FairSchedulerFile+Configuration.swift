import WeftDiagnostics

extension FairSchedulerFile {
    /// The pools of the file that `weft.scheduler.allocation.file` names; none where it isn't set.
    ///
    /// - Throws: what reading or understanding the file throws.
    static func pools(_ configuration: Configuration) throws -> [PoolSpec] {
        guard let name = configuration[ConfigurationKeys.schedulerAllocationFile] else { return [] }
        let path = try ResourcePath(name)
        let fileSystems = FileSystems()
        let status = try fileSystems.fileSystem(for: path).status(path)
        return try parse(String(try InputFiles.readWhole(status, fileSystems: fileSystems)), path: name)
    }
}
