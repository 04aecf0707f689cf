internal import Glibc
internal import NIOCore
internal import NIOPosix

extension FeedTrouble {
    /// Translates an error of the network into words for an operator.
    init(_ error: any Error) {
        switch error {
        case let error as FeedTrouble:
            self = error
        case let error as IOError:
            self.init(code: error.errnoCode)
        case let error as NIOConnectionError:
            self.init(error)
        case ChannelError.connectTimeout:
            self = .timedOut
        case ChannelError.eof, ChannelError.ioOnClosedChannel, ChannelError.alreadyClosed:
            self = .closedByFeed
        default:
            self = FeedTrouble(ofTLS: error) ?? FeedTrouble(ofHTTP: error) ?? .other(String(describing: error))
        }
    }

    private init(code: Int32) {
        self =
            switch code {
            case ECONNREFUSED: .refused
            case ETIMEDOUT: .timedOut
            case ENETUNREACH, EHOSTUNREACH, ENETDOWN: .unreachable
            case ECONNRESET, EPIPE: .reset
            default: .other(systemMessage(code))
            }
    }

    /// A name may have several addresses that failed for different reasons. "Refused" is the most useful one, because a
    /// machine answered.
    private init(_ error: NIOConnectionError) {
        let all = error.connectionErrors.map { FeedTrouble($0.error) }
        self = all.contains(.refused) ? .refused : all.first ?? .hostNotFound(error.host)
    }
}
