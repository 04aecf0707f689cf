import CCSEvents
import Testing

@Suite struct LineDigestTests {
    private func digest(_ text: String) -> LineDigest { Array(text.utf8).withUnsafeBytes { LineDigest($0) } }

    @Test func equalLinesHaveEqualDigests() {
        for text in ["", "call-1", String(repeating: "a", count: 300)] {
            let (one, other) = (digest(text), digest(text))
            #expect(one.low == other.low && one.high == other.high)
        }
    }

    /// A feed that knew the digests could prepare lines that collide.
    @Test func digestsAreNotThoseOfXXH3WithoutASeed() {
        let (short, long) = (digest("call-1"), digest(String(repeating: "a", count: 300)))
        #expect(short.low != 0x0774_c03c_9da4_e53e && short.high != 0xa94a_c652_9aed_3458)
        #expect(long.low != 0xc1d1_7581_d8eb_7e21 && long.high != 0x5e56_3f2c_b28d_2005)
    }
}
