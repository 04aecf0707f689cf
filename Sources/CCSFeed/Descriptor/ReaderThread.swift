internal import Glibc

/// Runs a function on a thread of its own, which may block as it likes. Nobody waits for its end.
public func startThread(_ body: @escaping @Sendable () -> Void) throws(FeedError) {
    final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    let work = Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    let code = pthread_create(
        &thread, nil,
        { argument in
            if let argument {
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
            }
            return nil
        }, work.toOpaque())
    guard code == 0 else {
        work.release()
        throw FeedError("cannot start a thread", advice: systemMessage(code))
    }
    pthread_detach(thread)
}
