import java.io.*;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.util.*;
import javax.security.auth.Subject;
import javax.security.auth.callback.*;
import javax.security.auth.login.*;
import javax.security.sasl.*;

/**
 * Java's own SASL server, which answers on standard output what it reads on standard input: a message a line, in
 * hexadecimal digits. After the exchange it says "complete", the level and the client's name; then it opens each line,
 * and seals "echo:" and what was in it.
 *
 * A line that begins with "start" begins another exchange; behind it, after tabulators, are GSSAPI, the level, a keytab and
 * the principal (service/host@REALM); or DIGEST-MD5, the level, the name and the password.
 */
public class SaslServerOracle {
    static final HexFormat HEX = HexFormat.of();
    static final BufferedReader IN = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));

    /** The line that began the next exchange. */
    static String start;

    public static void main(String[] arguments) throws Exception {
        for (start = IN.readLine(); start != null;) {
            String[] fields = start.split("\t");
            start = null;
            Map<String, Object> properties = new HashMap<>();
            properties.put(Sasl.QOP, fields[2]);
            properties.put(Sasl.SERVER_AUTH, "true");
            if (fields[1].equals("GSSAPI")) serveKerberos(properties, fields[3], fields[4]);
            else serve(Sasl.createSaslServer("DIGEST-MD5", "", "default", properties, callbacks -> {
                for (Callback callback : callbacks) {
                    if (callback instanceof PasswordCallback c) c.setPassword(fields[4].toCharArray());
                    else if (callback instanceof AuthorizeCallback c) allow(c, c.getAuthenticationID().equals(fields[3]));
                }
            }));
        }
    }

    static void serveKerberos(Map<String, Object> properties, String keytab, String principal) throws Exception {
        String[] name = principal.split("[/@]");
        Map<String, String> options = Map.of("useKeyTab", "true", "keyTab", keytab, "principal", principal,
            "storeKey", "true", "isInitiator", "false", "doNotPrompt", "true");
        Configuration configuration = new Configuration() {
            public AppConfigurationEntry[] getAppConfigurationEntry(String ignored) {
                return new AppConfigurationEntry[] {new AppConfigurationEntry("com.sun.security.auth.module.Krb5LoginModule",
                    AppConfigurationEntry.LoginModuleControlFlag.REQUIRED, options)};
            }
        };
        LoginContext login = new LoginContext("server", new Subject(), null, configuration);
        login.login();
        Subject.doAs(login.getSubject(), (PrivilegedExceptionAction<Void>) () -> {
            serve(Sasl.createSaslServer("GSSAPI", name[0], name[1], properties, callbacks -> {
                for (Callback callback : callbacks)
                    if (callback instanceof AuthorizeCallback c)
                        allow(c, c.getAuthenticationID().equals(c.getAuthorizationID()));
            }));
            return null;
        });
    }

    static void allow(AuthorizeCallback callback, boolean allowed) {
        callback.setAuthorized(allowed);
        if (allowed) callback.setAuthorizedID(callback.getAuthorizationID());
    }

    static void serve(SaslServer server) throws IOException {
        try {
            if (server.getMechanismName().equals("DIGEST-MD5")) say(server.evaluateResponse(new byte[0]));
            while (!server.isComplete()) {
                byte[] message = read();
                if (message == null) return;
                say(server.evaluateResponse(message));
            }
            System.out.println("complete " + server.getNegotiatedProperty(Sasl.QOP) + " " + server.getAuthorizationID());
            for (byte[] sealed = read(); sealed != null; sealed = read()) {
                ByteArrayOutputStream echo = new ByteArrayOutputStream();
                echo.writeBytes("echo:".getBytes(StandardCharsets.US_ASCII));
                echo.writeBytes(server.unwrap(sealed, 0, sealed.length));
                say(server.wrap(echo.toByteArray(), 0, echo.size()));
            }
        } catch (SaslException e) {
            System.out.println("failed " + e + (e.getCause() == null ? "" : " / " + e.getCause()));
            while (read() != null) { }
        }
    }

    /** The next message; null at the end of the exchange. */
    static byte[] read() throws IOException {
        String line = IN.readLine();
        if (line == null || line.startsWith("start\t")) {
            start = line;
            return null;
        }
        return HEX.parseHex(line);
    }

    static void say(byte[] message) {
        System.out.println(HEX.formatHex(message == null ? new byte[0] : message));
    }
}
