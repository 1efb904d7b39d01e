import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslServer;

/** Prints what Java's DIGEST-MD5 client and server say to each other, at each protection level and with each cipher. */
public final class SaslTranscripts {
    public static void main(String[] arguments) throws Exception {
        byte[] identifier = new byte[60];
        byte[] longIdentifier = new byte[1200];
        for (int index = 0; index < longIdentifier.length; index++) {
            longIdentifier[index] = (byte) (index * 7 + 3);
            if (index < identifier.length) {
                identifier[index] = (byte) (255 - index);
            }
        }
        byte[] password = new byte[20];
        for (int index = 0; index < password.length; index++) {
            password[index] = (byte) (index * 13 + 5);
        }
        String[][] levels = {{"auth", ""}, {"auth-int", ""}, {"auth-conf", "3des"}, {"auth-conf", "rc4"}};
        for (String[] level : levels) {
            transcript("rpc", "", "default", level[0], level[1], identifier, password);
            transcript("data-transfer", "hdfs", "0", level[0], level[1], identifier, password);
        }
        transcript("rpc-long-identifier", "", "default", "auth-conf", "3des", longIdentifier, password);
    }

    private static void transcript(String name, String protocol, String server, String qop, String cipher, byte[] identifier,
                                   byte[] password) throws Exception {
        String user = Base64.getEncoder().encodeToString(identifier);
        String secret = Base64.getEncoder().encodeToString(password);
        Map<String, Object> properties = new HashMap<>();
        properties.put(Sasl.QOP, qop);
        properties.put(Sasl.SERVER_AUTH, "true");
        if (!cipher.isEmpty()) {
            properties.put("com.sun.security.sasl.digest.cipher", cipher);
        }
        CallbackHandler handler = callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback) {
                    ((NameCallback) callback).setName(user);
                } else if (callback instanceof PasswordCallback) {
                    ((PasswordCallback) callback).setPassword(secret.toCharArray());
                } else if (callback instanceof RealmCallback) {
                    ((RealmCallback) callback).setText(((RealmCallback) callback).getDefaultText());
                } else if (callback instanceof AuthorizeCallback) {
                    ((AuthorizeCallback) callback).setAuthorized(true);
                }
            }
        };
        SaslServer serverSide = Sasl.createSaslServer("DIGEST-MD5", protocol, server, properties, handler);
        SaslClient clientSide = Sasl.createSaslClient(new String[] {"DIGEST-MD5"}, null, protocol, server, properties, handler);
        System.out.println("case: " + name + " " + qop + (cipher.isEmpty() ? "" : " " + cipher));
        System.out.println("protocol: " + protocol);
        System.out.println("server: " + server);
        System.out.println("username: " + user);
        System.out.println("password: " + secret);
        byte[] challenge = serverSide.evaluateResponse(new byte[0]);
        print("challenge", challenge);
        byte[] response = clientSide.evaluateChallenge(challenge);
        print("response", response);
        byte[] last = serverSide.evaluateResponse(response);
        print("final", last);
        clientSide.evaluateChallenge(last);
        if (!clientSide.isComplete() || !serverSide.isComplete()) {
            throw new IllegalStateException("not complete");
        }
        System.out.println("negotiated-qop: " + clientSide.getNegotiatedProperty(Sasl.QOP));
        System.out.println("client-raw-send-size: " + clientSide.getNegotiatedProperty(Sasl.RAW_SEND_SIZE));
        System.out.println("client-max-buffer: " + clientSide.getNegotiatedProperty(Sasl.MAX_BUFFER));
        if (!qop.equals("auth")) {
            for (String text : new String[] {"", "a", "sevenby", "eight by", "hello from the client", "x".repeat(300)}) {
                byte[] message = text.getBytes(StandardCharsets.UTF_8);
                byte[] wrapped = clientSide.wrap(message, 0, message.length);
                check(serverSide.unwrap(wrapped, 0, wrapped.length), message);
                print("client-message", message);
                print("client-wrapped", wrapped);
                byte[] answer = ("answer to " + text).getBytes(StandardCharsets.UTF_8);
                wrapped = serverSide.wrap(answer, 0, answer.length);
                check(clientSide.unwrap(wrapped, 0, wrapped.length), answer);
                print("server-message", answer);
                print("server-wrapped", wrapped);
            }
        }
        System.out.println();
    }

    private static void check(byte[] one, byte[] other) {
        if (!Arrays.equals(one, other)) {
            throw new IllegalStateException("unwrapped bytes differ");
        }
    }

    private static void print(String name, byte[] bytes) {
        StringBuilder hex = new StringBuilder();
        for (byte each : bytes) {
            hex.append(String.format("%02x", each));
        }
        System.out.println(name + ": " + hex);
    }
}
