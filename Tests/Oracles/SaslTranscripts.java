import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.security.auth.callback.*;
import javax.security.sasl.*;

/**
 * Java's DIGEST-MD5 client and server talk to each other, and every message is printed as a Swift literal: what
 * Tests/HadoopRPCTests/SASL/Transcripts.swift holds. Run it with `java SaslTranscripts.java > Transcripts.swift`.
 */
public class SaslTranscripts {
    static final HexFormat HEX = HexFormat.of();

    static CallbackHandler handler(String name, String password) {
        return callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback c) c.setName(name);
                else if (callback instanceof PasswordCallback c) c.setPassword(password.toCharArray());
                else if (callback instanceof RealmChoiceCallback c) c.setSelectedIndex(c.getDefaultChoice());
                else if (callback instanceof RealmCallback c) c.setText(c.getDefaultText());
                else if (callback instanceof AuthorizeCallback c) {
                    c.setAuthorized(true);
                    c.setAuthorizedID(c.getAuthorizationID());
                } else throw new UnsupportedCallbackException(callback);
            }
        };
    }

    static void print(String name, byte[] bytes) {
        System.out.println("        " + name + ": \"" + HEX.formatHex(bytes) + "\",");
    }

    static void run(String title, String name, String password, String protocol, String server, String qop, String cipher)
            throws Exception {
        Map<String, Object> properties = new HashMap<>();
        properties.put(Sasl.QOP, qop);
        properties.put(Sasl.SERVER_AUTH, "true");
        if (!cipher.isEmpty()) properties.put("com.sun.security.sasl.digest.cipher", cipher);
        SaslServer s = Sasl.createSaslServer("DIGEST-MD5", protocol, server, properties, handler(name, password));
        SaslClient c = Sasl.createSaslClient(new String[] {"DIGEST-MD5"}, null, protocol, server, properties,
            handler(name, password));
        byte[] challenge = s.evaluateResponse(new byte[0]);
        byte[] response = c.evaluateChallenge(challenge);
        byte[] proof = s.evaluateResponse(response);
        c.evaluateChallenge(proof);
        if (!s.isComplete() || !c.isComplete()) throw new IllegalStateException(title);
        System.out.println("    Transcript(");
        System.out.println("        title: \"" + title + "\",");
        System.out.println("        username: \"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\",");
        System.out.println("        password: \"" + password + "\",");
        System.out.println("        protocolName: \"" + protocol + "\",");
        System.out.println("        serverName: \"" + server + "\",");
        System.out.println("        qop: \"" + c.getNegotiatedProperty(Sasl.QOP) + "\",");
        print("challenge", challenge);
        print("response", response);
        print("proof", proof);
        System.out.println("        exchanges: [");
        if (!qop.equals("auth")) {
            String[] texts = {"", "a", "sixteen bytes...", "the third of the client's buffers is a little longer", "12345"};
            for (String text : texts) {
                byte[] plain = text.getBytes(StandardCharsets.UTF_8);
                byte[] there = c.wrap(plain, 0, plain.length);
                byte[] back = s.wrap(plain, 0, plain.length);
                System.out.println("            .init(text: \"" + text + "\", client: \"" + HEX.formatHex(there)
                    + "\", server: \"" + HEX.formatHex(back) + "\"),");
                s.unwrap(there, 0, there.length);
                c.unwrap(back, 0, back.length);
            }
        }
        System.out.println("        ]");
        System.out.println("    ),");
    }

    public static void main(String[] arguments) throws Exception {
        System.out.println("// Written by Tests/Oracles/SaslTranscripts.java with Java's own client and server.");
        System.out.println("// swift-format-ignore-file\n");
        System.out.println("/// Whole exchanges, and what each side sealed after them.");
        System.out.println("let transcripts: [Transcript] = [");
        String name = "AAVhbGljZQR5YXJuAIoBkZ==", password = "cGFzc3dvcmQtYnl0ZXM9PQ==";
        run("authentication", name, password, "", "default", "auth", "");
        run("integrity", name, password, "", "default", "auth-int", "");
        for (String cipher : new String[] {"rc4", "3des", "des", "rc4-56", "rc4-40"})
            run("privacy with " + cipher, name, password, "", "default", "auth-conf", cipher);
        run("data transfer", name, password, "hdfs", "0", "auth-conf", "rc4");
        run("a name with quotes and accents", "quo\"te\\ d\u00e9j\u00e0",
            "p\u00e4ss", "", "default", "auth-int", "");
        run("a name beyond ISO 8859-1", "\u03b1\u03bb\u03af\u03ba\u03b7", "p\u00e4ss", "", "default", "auth", "");
        run("a long name", "QUJD".repeat(900), password, "", "default", "auth-int", "");
        System.out.println("]");
    }
}
