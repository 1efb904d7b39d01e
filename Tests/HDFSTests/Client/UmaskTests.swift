import Testing

@testable import HDFS

@Suite("fs.permissions.umask-mode")
struct UmaskTests {
    @Test(
        "Octal digits and letters are understood as Java does",
        arguments: [
            ("022", 0o022), ("0", 0), ("0027", 0o027), ("+077", 0o077), (" 022 ", 0o022), ("777", 0o777),
            ("u=rwx,g=rx,o=", 0o027), ("u=rwx,g=rwx,o=rx", 0o002), ("u=rwx, go=rx", 0o022), ("a=rwx", 0),
            ("=rx", 0o222), ("u+rwx", 0o077), ("u=rwx,go-w", 0o077), ("ug=rwx,g=r", 0o037),
        ] as [(String, UInt16)]
    )
    func known(_ text: String, _ bits: UInt16) { #expect(Umask.bits(text) == bits) }

    @Test(
        "What is neither is refused",
        arguments: ["", " ", "8", "1000", "-1", "u", "u=q", "z=r", "022 g=r", "u=rwx;"]
    )
    func refused(_ text: String) { #expect(Umask.bits(text) == nil) }
}
