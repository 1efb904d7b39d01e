/// Which build of the program this process runs.
///
/// Driver and executors compare it before they exchange closures: a closure is an address in the executable, so both
/// must run the same one.
public enum ExecutableIdentity {
    /// The GNU build-id of the main executable in hexadecimal, or `file-` and a checksum of the file if it was linked
    /// without one; empty when neither can be read. Found out once.
    public static let buildID: String = (try? Images.image(named: "").build().text) ?? ""
}
