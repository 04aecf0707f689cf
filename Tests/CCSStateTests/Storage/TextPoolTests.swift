import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSState

extension TextPool {
    mutating func intern(_ text: String) -> TextID { Array(text.utf8).withUnsafeBytes { intern(FeedText($0)) } }
    mutating func word(_ text: String) -> TextID { Array(text.utf8).withUnsafeBytes { internWord(FeedText($0)) } }
    func hash(_ text: String) -> UInt32 {
        Array(text.utf8).withUnsafeBytes { bytes in bytes.baseAddress.map { hash($0, bytes.count) } ?? 0 }
    }
    func find(_ text: String) -> TextID { Array(text.utf8).withUnsafeBytes { find(FeedText($0)) } }
}

@Suite struct TextPoolTests {
    @Test func equalTextsAreOne() {
        var pool = TextPool()
        let (a, b, c) = (pool.intern("a"), pool.intern("b"), pool.intern("a"))
        let none = pool.intern("")
        let (found, missing) = (pool.find("b"), pool.find("c"))
        let count = pool.count
        #expect(a == c && a != b && found == b && count == 2)
        #expect(!none.isSome && !missing.isSome)
        pool.release(a)
        let still = pool.find("a")
        pool.release(c)
        let gone = pool.find("a")
        #expect(still == a && !gone.isSome)
        pool.release(.none)
        pool.retain(.none)
    }

    @Test(arguments: 0..<12) func itIsADictionaryThatCounts(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var pool = TextPool()
        var uses: [String: Int] = [:]
        var ids: [String: TextID] = [:]
        // A few texts collide often, many make the table grow.
        let texts = (0..<[20, 300, 3000][random.below(3)]).map { number in
            String("\(number)-" + String(repeating: "ж", count: random.below(250))).prefix { _ in true }
        }.map(String.init)
        for step in 0..<6000 {
            let text = random.one(of: texts)
            switch random.below(4) {
            case 0, 1:
                let id = pool.intern(text)
                if let known = ids[text] { #expect(id == known) }
                ids[text] = id
                uses[text, default: 0] += 1
            case 2:
                guard let id = ids[text] else { continue }
                pool.release(id)
                uses[text, default: 0] -= 1
                if uses[text] == 0 { (uses[text], ids[text]) = (nil, nil) }
            default:
                guard let id = ids[text], random.once(in: 2) else { continue }
                pool.retain(id)
                uses[text, default: 0] += 1
            }
            guard step % 500 == 0 else { continue }
            try pool.checkInvariants()
            let count = pool.count
            #expect(count == ids.count)
            for text in texts {
                let found = pool.find(text)
                #expect(found == ids[text] ?? .none)
                let held = pool.text(found).string
                #expect(held == (ids[text] == nil ? "" : text))
            }
        }
        for (text, count) in uses { for _ in 0..<count { pool.release(ids[text] ?? .none) } }
        let (bytes, count) = (pool.bytesInUse, pool.count)
        #expect(bytes == 0 && count == 0)
    }

    @Test func everyLengthHasAPlace() {
        var pool = TextPool()
        let texts = (1...512).map { String(repeating: "x", count: $0) }
        let ids = texts.map { pool.intern($0) }
        for (id, text) in zip(ids, texts) {
            let held = pool.text(id).string
            #expect(held == text)
        }
        let full = pool.bytesInUse
        for id in ids.reversed() { pool.release(id) }
        let empty = pool.bytesInUse
        let again = texts.map { pool.intern($0) }
        let (refilled, distinct) = (pool.bytesInUse, Set(again).count)
        // Freed places are used again: the same ids, without duplicates.
        #expect(empty == 0 && refilled == full && distinct == 512 && Set(again) == Set(ids))
    }

    /// Many uses are counted, of ids and of other texts, also while a text becomes an id or stops being one.
    @Test func millionsOfUsesAreCounted() {
        var pool = TextPool()
        let id = pool.intern("dialog")
        var uses = 1
        for step in 0..<7 {
            let owner: UInt32? = step % 2 == 0 ? nil : 1 << 30 | 5
            pool.setOwner(id, owner)
            let before = pool.owner(id)
            #expect(owner == nil || before == owner)
            for _ in 0..<(step < 4 ? 100_000 : 10) { pool.retain(id) }
            uses += step < 4 ? 100_000 : 10
            for _ in 0..<30_000 { pool.release(id) }
            uses -= 30_000
            let (after, text) = (pool.owner(id), pool.text(id).string)
            #expect((owner == nil ? after <= TextPool.noOwner : after == owner) && text == "dialog")
        }
        for _ in 1..<uses { pool.release(id) }
        let (found, text, owner) = (pool.find("dialog"), pool.text(id).string, pool.owner(id))
        #expect(found == id && text == "dialog" && owner == 0)
        pool.release(id)
        let (gone, bytes) = (pool.find("dialog"), pool.bytesInUse)
        #expect(!gone.isSome && bytes == 0)
    }
}

extension TextPoolTests {
    /// Words have small ids while there is room, and differ from other texts.
    @Test func wordsHaveSmallIDs() {
        var pool = TextPool()
        let far = pool.intern("dialog")
        let word = pool.word("dialog")
        let (again, found) = (pool.word("dialog"), pool.find("dialog"))
        #expect(word == again && word != far && found == far && word.raw <= UInt16.max)
        for _ in 0..<2 { pool.release(word) }
        let (still, text) = (pool.find("dialog"), pool.text(far).string)
        #expect(still == far && text == "dialog")
        pool.release(far)
        // The words beyond the limit are ordinary texts. Freed words make room again.
        for _ in 0..<3 {
            let words = (0..<2000).map { pool.word("state-\($0)") }
            // The first thousand have places of 64 bytes.
            #expect(words.prefix(1023).allSatisfy { $0.raw <= UInt16.max } && Set(words).count == 2000)
            for (number, id) in words.enumerated() {
                let text = pool.text(id).string
                let again = number < 1023 ? pool.word("state-\(number)") : id
                #expect(text == "state-\(number)" && again == id)
                if number < 1023 { pool.release(again) }
            }
            for id in words { pool.release(id) }
            let (bytes, count) = (pool.bytesInUse, pool.count)
            #expect(bytes == 0 && count == 0)
        }
        // A word longer than its place would be is an ordinary text.
        let (long, same) = (pool.word(String(repeating: "x", count: 59)), pool.find(String(repeating: "x", count: 59)))
        let (fits, none) = (pool.word(String(repeating: "x", count: 58)), pool.find(String(repeating: "x", count: 58)))
        #expect(long == same && fits.isSome && !none.isSome)
    }
}

@Suite struct TextTableTests {
    /// A set of pairs, also with similar hashes and with hashes at the end of a part.
    @Test(arguments: 0..<12) func itFindsWhatIsThere(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var table = TextTable()
        var model: [UInt32: Set<UInt32>] = [:]
        var hashOf: [UInt32: UInt32] = [:]
        let hashes: [UInt32] = (0..<[3, 40, 4000][Int(seed % 3)]).map { _ in
            // The last bits of hashes are ignored.
            (seed < 6 ? UInt32.random(in: 0 ... .max, using: &random) : .max - UInt32(random.below(5)) << 8) & ~0xFF
        }
        for text in 1..<UInt32(6000) {
            let hash = random.one(of: hashes)
            if random.once(in: 3), let known = model[hash]?.min() {
                table.remove(hash, known)
                model[hash]?.remove(known)
            } else {
                if table.isCrowded(hash) { table.split(table.texts.map { (hashOf[$0] ?? 0, $0) }) }
                table.insert(hash, text)
                hashOf[text] = hash
                model[hash, default: []].insert(text)
            }
            if text % 100 == 0 { try table.checkInvariants() }
            let asked = random.one(of: hashes)
            var seen: Set<UInt32> = []
            let none = table.find(asked) {
                seen.insert($0)
                return false
            }
            #expect(none == 0 && seen.isSuperset(of: model[asked, default: []]))
            #expect(seen.allSatisfy { (hashOf[$0] ?? 0) & 0xFF_FF00 == asked & 0xFF_FF00 }, "all have the key")
            guard let wanted = seen.max() else { continue }
            let found = table.find(asked) { $0 == wanted }
            #expect(found == wanted)
        }
        for (hash, texts) in model {
            for text in texts {
                let found = table.find(hash) { $0 == text }
                #expect(found == text)
            }
        }
    }
}

extension TextPoolTests {
    /// There may be very many domains with a few texts each.
    @Test func aFewTextsTakeLittleRoom() {
        var pool = TextPool()
        var held = 0
        for number in 1...2000 {
            _ = pool.intern("id-\(number)")
            _ = pool.word("state \(number % 40)")
            let (bytes, used) = (pool.bytesHeld, pool.bytesInUse)
            if number == 10 { #expect(bytes <= 2048) }
            #expect(bytes <= 2048 + 2 * used)
            held = max(held, bytes)
        }
        #expect(held > 16_384)
    }

    /// Memory freed by texts of one length is used for texts of any other, also if some texts between them stay.
    @Test(arguments: [0, 7, 40]) func freedMemoryServesForAnyLength(_ staying: Int) throws {
        var random = SeededGenerator(seed: UInt64(staying))
        var pool = TextPool()
        var held: [(text: String, id: TextID)] = []
        var last: [(text: String, id: TextID)] = []
        var most = 0
        for generation in 0..<150 {
            let length = generation < 75 ? generation * 3 + 8 : random.below(490) + 8
            var new: [(text: String, id: TextID)] = []
            for number in 0..<600 {
                let text = "\(generation)-\(number)-" + String(repeating: "x", count: random.below(2) + length)
                new.append((text, pool.intern(text)))
            }
            most = max(most, pool.bytesInUse)
            for (number, entry) in last.enumerated() {
                if staying > 0, number % staying == 0 { held.append(entry) } else { pool.release(entry.id) }
            }
            last = new
            if generation % 10 == 0 { try pool.checkInvariants() }
            // The staying texts are removed later too.
            if held.count > 2000 {
                for entry in held.prefix(1000) { pool.release(entry.id) }
                held.removeFirst(1000)
            }
            for entry in held + last where pool.text(entry.id).string != entry.text {
                Issue.record("\(entry.text) became another text")
            }
        }
        let bytes = pool.bytesHeld
        #expect(bytes < 3 * most, "\(bytes) held for \(most) at most")
        for entry in held + last { pool.release(entry.id) }
        let (left, count) = (pool.bytesInUse, pool.count)
        #expect(left == 0 && count == 0)
    }
}
