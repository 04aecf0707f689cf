/// The texts of the planner: ids and parties, written once, and copied into each line.
extension Planner {
    mutating func addSeance(from call: UInt8, to number: UInt8) {
        let start = script.text.end
        script.text.append(#""idseance":""#)
        appendUUID()
        script.text.append(#"""#)
        let idEnd = script.text.end
        let fromEnd = appendFrom(call)
        script.seance = Script.Joint(start: start, idEnd: idEnd, fromEnd: fromEnd, toEnd: appendTo(number))
    }

    mutating func addConnection(from call: UInt8, to number: UInt8) -> UInt8 {
        let start = script.text.end
        script.text.append(#""idconn":""#)
        appendUUID()
        script.text.append(UInt8(ascii: "."))
        script.text.append(decimal: script.birth + Int64(now))
        script.text.append(#"""#)
        let idEnd = script.text.end
        let fromEnd = appendFrom(call)
        script.connections.append(
            Script.Joint(
                start: start, idEnd: idEnd, fromEnd: fromEnd, toEnd: appendTo(number),
                recordKey: (random.bits(), random.bits())))
        let connection = UInt8(truncatingIfNeeded: script.connections.count - 1)
        if nearMisses, random.perMille(150) { stateless.append(connection) }
        return connection
    }

    mutating func addCall(_ party: Party, incoming: Bool) -> UInt8 {
        let start = script.text.end
        appendCallID(outside: incoming)
        let idEnd = script.text.end
        script.text.append(#","number":""#)
        let numberStart = script.text.end
        appendNumber(of: party)
        let numberEnd = script.text.end
        script.text.append(incoming ? #"","dir":"in""# : #"","dir":"out""#)
        let partyEnd = script.text.end
        appendName(of: party)
        script.calls.append(
            Script.Call(
                start: start, idEnd: idEnd, partyEnd: partyEnd, nameEnd: script.text.end,
                numberStart: numberStart, numberEnd: numberEnd, numberKey: party.numberKey))
        return UInt8(truncatingIfNeeded: script.calls.count - 1)
    }

    mutating func addNumber(of party: Party) -> UInt8 {
        let start = script.text.end
        appendNumber(of: party)
        return addNumber(from: start)
    }

    /// Adds the number of the home domain's queue `index`, which rings several operators.
    mutating func addQueueNumber(_ index: Int) -> UInt8 {
        let start = script.text.end
        script.text.append(decimal: Int64(700 + home * 10 + index))
        return addNumber(from: start)
    }

    /// Adds a number of the home domain that the public calls.
    mutating func addHotlineNumber() -> UInt8 {
        let start = script.text.end
        script.text.append("+7800")
        script.text.append(decimal: Int64(5_550_000 + home * 100 + random.below(Population.hotlinesPerDomain)))
        return addNumber(from: start)
    }

    private mutating func addNumber(from start: Int32) -> UInt8 {
        script.numbers.append(Script.Number(start: start, end: script.text.end))
        return UInt8(truncatingIfNeeded: script.numbers.count - 1)
    }

    // MARK: - Members

    private mutating func appendFrom(_ call: UInt8) -> Int32 {
        let caller = script.calls[Int(call)]
        script.text.append(#","fromnumber":""#)
        appendText(caller.numberStart, caller.numberEnd)
        script.text.append(#"""#)
        return script.text.end
    }

    private mutating func appendTo(_ number: UInt8) -> Int32 {
        let called = script.numbers[Int(number)]
        script.text.append(#","tonumber":""#)
        appendText(called.start, called.end)
        script.text.append(#"""#)
        return script.text.end
    }

    /// Copies a part of the text to its end.
    private mutating func appendText(_ start: Int32, _ end: Int32) {
        for index in Int(start)..<Int(end) { script.text.append(script.text[index]) }
    }

    private mutating func appendNumber(of party: Party) {
        switch party {
        case .outside(let number):
            script.text.append(UInt8(ascii: "+"))
            script.text.append(decimal: Int64(number))
        case .person(let person):
            population.appendNumber(of: person, to: &script.text)
        }
    }

    private mutating func appendName(of party: Party) {
        script.text.append(#","name":""#)
        if hostileNames, random.perMille(100) {
            script.text.append(Names.hostile[random.below(Names.hostile.count)])
        } else if case .person(let person) = party {
            population.appendName(of: person, to: &script.text)
        } else if random.perMille(150) {
            script.text.append("undefined")
        } else {
            Names.append(person: random.bits(), to: &script.text)
        }
        script.text.append(#"""#)
    }

    // MARK: - Ids

    /// Most calls come through the platform's balancers, whose ids contain the machine. The others have ids of the
    /// subscriber's equipment.
    private mutating func appendCallID(outside: Bool) {
        script.text.append(#""idcall":""#)
        if outside, random.perMille(150) {
            script.text.append(hexadecimal: random.bits(), digits: 16)
            script.text.append(hexadecimal: random.bits(), digits: 12)
            script.text.append("@10.1.")
            script.text.append(decimal: Int64(random.below(8)))
            script.text.append(UInt8(ascii: "."))
            script.text.append(decimal: Int64(random.within(2...250)))
            script.text.append(":5060")
        } else {
            script.text.append("rB")
            script.text.append(decimal: Int64(random.within(1...4)))
            script.text.append(UInt8(ascii: "-"))
            script.text.append(decimal: Int64(random.below(24)), digits: 3)
            script.text.append(UInt8(ascii: "-"))
            appendLetters(6)
            script.text.append(UInt8(ascii: "-"))
            script.text.append(decimal: Int64(random.within(1...12)), digits: 2)
            script.text.append(UInt8(ascii: "-"))
            script.text.append(decimal: Int64(random.bits() % 10_000_000_000), digits: 10)
            script.text.append("@192.168.0.")
            script.text.append(decimal: Int64(random.within(140...159)))
        }
        script.text.append(#"""#)
    }

    private mutating func appendLetters(_ count: Int) {
        for _ in 0..<count {
            let letter = UInt8(truncatingIfNeeded: random.below(52))
            script.text.append(letter < 26 ? UInt8(ascii: "A") + letter : UInt8(ascii: "a") + letter - 26)
        }
    }

    /// Appends a random UUID of version 4.
    private mutating func appendUUID() {
        let high = random.bits()
        let low = random.bits()
        script.text.append(hexadecimal: high >> 32, digits: 8)
        script.text.append(UInt8(ascii: "-"))
        script.text.append(hexadecimal: high >> 16, digits: 4)
        script.text.append("-4")
        script.text.append(hexadecimal: high, digits: 3)
        script.text.append(UInt8(ascii: "-"))
        script.text.append(hexadecimal: 0x8000 | (low >> 48) & 0x3FFF, digits: 4)
        script.text.append(UInt8(ascii: "-"))
        script.text.append(hexadecimal: low, digits: 12)
    }
}

extension [UInt8] {
    /// The index where the next text begins.
    fileprivate var end: Int32 { Int32(truncatingIfNeeded: count) }
}
