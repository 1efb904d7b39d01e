import WeftDiagnostics

extension Credentials {
    /// The variable that names the file with a process's tokens; YARN sets it in containers.
    public static let fileVariable = "HADOOP_TOKEN_FILE_LOCATION"
    /// The longest credentials file, in bytes: 64 MiB.
    static let maxFileLength = 64 << 20

    /// Reads a credentials file.
    ///
    /// - Throws: `WeftError` of code `input-not-found` when it isn't there, `permission-denied` or `io-error` when it can't
    ///   be read, `token-invalid` when it isn't one.
    public init(file path: String) throws {
        guard let bytes = try LocalFile.read(path, limit: Self.maxFileLength + 1) else {
            throw WeftError(
                "input-not-found",
                "there is no credentials file \(path)",
                remedy: "check the path, or get tokens with `weft fs token get`",
                details: [.init("path", path)]
            )
        }
        let subject = "the credentials file \(path)"
        guard bytes.count <= Self.maxFileLength else {
            throw WritableReader(bytes, subject: subject).invalid("it is longer than \(Self.maxFileLength >> 20) MiB")
        }
        try self.init(storage: bytes, subject: subject)
    }

    /// The tokens that were handed to this process: those of the file that `HADOOP_TOKEN_FILE_LOCATION` names, of the
    /// files in `hadoop.token.files`, and the one in `HADOOP_TOKEN` (UserGroupInformation.java, createLoginUser).
    ///
    /// - Parameters:
    ///   - configuration: where `hadoop.token.files` is looked up, and the environment.
    /// - Throws: as `init(file:)`, when a file that is named can't be used.
    public init(handedTo configuration: HadoopConfiguration) throws {
        self.init()
        var paths = try configuration.strings("hadoop.token.files")
        if let path = configuration.environment[Self.fileVariable], !path.isEmpty { paths.append(path) }
        for path in paths {
            do {
                merge(try Credentials(file: path))
            } catch var error as WeftError {
                if path == paths.last, configuration.environment[Self.fileVariable] == path {
                    error.details.append(.init("from", Self.fileVariable))
                }
                throw error
            }
        }
        if let text = configuration.environment["HADOOP_TOKEN"], !text.isEmpty { add(try Token(urlString: text)) }
    }

    /// Writes a credentials file that only its owner can read; nobody sees half of it.
    ///
    /// - Parameters:
    ///   - path: the file; one that is there is replaced.
    ///   - format: the form; `writable` by default.
    /// - Throws: `WeftError` of code `permission-denied`, `disk-full`, `input-not-found` or `io-error`.
    public func write(file path: String, format: CredentialsFormat = .writable) throws {
        try LocalFile.writeAtomically(storage(format), to: path)
    }
}
