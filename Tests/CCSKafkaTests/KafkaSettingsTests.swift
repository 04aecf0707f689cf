import CCSKafka
import Testing

@Suite struct KafkaSettingsTests {
    @Test func linesAreRead() throws {
        let settings = try KafkaSettings(
            parsing: "# login\n\nsecurity.protocol = SASL_SSL\nsasl.password=a=b # no comment\n")
        #expect(settings.entries.map(\.name) == ["security.protocol", "sasl.password"])
        #expect(settings.entries.map(\.value) == ["SASL_SSL", "a=b # no comment"])
        #expect(settings.entries.map(\.line) == [3, 4])
    }

    @Test(arguments: ["sasl.password", "ssl.key.password", "ssl.key.pem", "sasl.oauthbearer.client.secret"])
    func wordsThatRepeatASecretAreLeftOut(name: String) throws {
        let settings = try KafkaSettings(parsing: "sasl.username=me\n\(name)=hunter2")
        #expect(!settings.withoutSecrets("cannot do hunter2").contains("hunter2"))
        #expect(settings.withoutSecrets("cannot log in as me") == "cannot log in as me")
    }

    @Test(arguments: [
        ("", false, true), ("security.protocol=SASL_SSL", true, true), ("security.protocol=ssl", true, true),
        ("security.protocol=ssl\nsecurity.protocol=plaintext", false, true),
        ("security.protocol=ssl\nenable.ssl.certificate.verification=false", true, false),
        ("security.protocol=ssl\nssl.endpoint.identification.algorithm=none", true, false),
    ])
    func encryptionAndChecksFollowFromTheSettings(text: String, isEncrypted: Bool, checks: Bool) throws {
        let settings = try KafkaSettings(parsing: text)
        #expect(settings.isEncrypted == isEncrypted)
        #expect(settings.checksCertificates == checks)
    }

    @Test(arguments: [
        ("hunter2", "line 1"), ("\nenable.auto.commit=true", "never commits"), ("group.id=x", "--kafka-group"),
        ("bootstrap.servers=x", "--connect"), ("plugin.library.paths=x", "nothing is loaded"),
        ("group.instance.id=x", "member"), ("allow.auto.create.topics=true", "makes no topics"),
    ])
    func propertiesThatCcsTopSetsAreRefused(text: String, word: String) {
        let error = #expect(throws: (any Error).self) { try KafkaSettings(parsing: text) }
        #expect(error.map { "\($0)".contains(word) } == true)
        #expect(error.map { "\($0)".contains("hunter2") } == false)
    }
}
