import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;

/** Writes credentials with made-up tokens and secrets as HDTS files: version 0, and version 1 where this Hadoop has it. */
public final class CredentialFiles {
    public static void main(String[] arguments) throws Exception {
        Credentials credentials = new Credentials();
        add(credentials, "127.0.0.1:8020", 60, "HDFS_DELEGATION_TOKEN", "127.0.0.1:8020");
        add(credentials, "ha-hdfs:weft", 127, "HDFS_DELEGATION_TOKEN", "ha-hdfs:weft");
        add(credentials, "yarn", 128, "YARN_AM_RM_TOKEN", "");
        add(credentials, "", 300, "kms-dt", "kms://http@localhost:9600/kms");
        add(credentials, "empty", 0, "", "");
        add(credentials, "Bücher \uD83D\uDE00", 1, "Zürich", "straße:1");
        credentials.addSecretKey(new Text("first secret"), pattern(16, 9));
        credentials.addSecretKey(new Text("second, of 300 bytes"), pattern(300, 1));
        credentials.addSecretKey(new Text("empty"), new byte[0]);
        write(arguments[0] + "/credentials-v0", credentials, "WRITABLE");
        write(arguments[0] + "/credentials-v1", credentials, "PROTOBUF");
        write(arguments[0] + "/none-v0", new Credentials(), "WRITABLE");
        write(arguments[0] + "/none-v1", new Credentials(), "PROTOBUF");
        for (Token<? extends TokenIdentifier> token : credentials.getAllTokens()) {
            System.out.println("url " + token.getKind() + " " + token.encodeToUrlString());
        }
    }

    private static void add(Credentials credentials, String alias, int length, String kind, String service) {
        credentials.addToken(new Text(alias), new Token<TokenIdentifier>(
            pattern(length, 3), pattern(20, 77), new Text(kind), new Text(service)));
    }

    /** Bytes that a test makes too: (index * 31 + seed) mod 256. */
    private static byte[] pattern(int length, int seed) {
        byte[] bytes = new byte[length];
        for (int index = 0; index < length; index++) {
            bytes[index] = (byte) (index * 31 + seed);
        }
        return bytes;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static void write(String path, Credentials credentials, String format) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            Class<?> formats = Class.forName("org.apache.hadoop.security.Credentials$SerializedFormat");
            Credentials.class.getMethod("writeTokenStorageToStream", DataOutputStream.class, formats)
                .invoke(credentials, out, Enum.valueOf((Class) formats, format));
        } catch (ClassNotFoundException old) {
            if (!format.equals("WRITABLE")) {
                return;
            }
            credentials.writeTokenStorageToStream(out);
        }
        out.flush();
        Files.write(Paths.get(path), bytes.toByteArray());
    }
}
