import HadoopRPC

/// What the bytes of a connection to a DataNode go through, as its SASL handshake decided.
enum StreamProtection {
    /// They travel as they are.
    case none
    /// Sealed buffers with four bytes of length before each (SaslInputStream.java, SaslOutputStream.java).
    case sasl(any SaslCodec)
    /// AES in counter mode, a key stream for each direction; no checksum (CryptoInputStream.java).
    case aes(incoming: AESCounterStream, outgoing: AESCounterStream)
}
