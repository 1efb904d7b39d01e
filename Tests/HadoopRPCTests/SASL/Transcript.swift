import HadoopRPC
import Testing

/// One exchange of Java's client with Java's server, as SaslTranscripts.java prints it; bytes in hexadecimal digits.
struct Transcript: Sendable, CustomTestStringConvertible {
    struct Exchange: Sendable {
        /// The plain text that both sides sealed.
        let text: String
        /// What the client made of it.
        let client: String
        /// What the server made of it.
        let server: String
    }

    let title: String
    let username: String
    let password: String
    let protocolName: String
    let serverName: String
    let qop: String
    let challenge: String
    let response: String
    let proof: String
    let exchanges: [Exchange]

    var testDescription: String { title }
}

/// The bytes of hexadecimal digits.
func bytes(_ hexadecimal: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = hexadecimal[...]
    while let byte = UInt8(rest.prefix(2), radix: 16) {
        bytes.append(byte)
        rest = rest.dropFirst(2)
    }
    return bytes
}

/// Bytes as hexadecimal digits.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
