import Synchronization
import WeftDiagnostics

/// The Kerberos login of a user and of those it acts for, made when it is first asked for.
final class SharedLogin: Sendable {
    private enum State {
        case none
        case making(PendingOutcome<KerberosLogin>)
        case made(KerberosLogin)
    }

    private let state = Mutex(State.none)

    /// The login. Of several threads that ask at once one logs in, and its failure is everybody's; who asks later tries
    /// again.
    func get(
        _ source: KerberosLogin.Source,
        logIn: (KerberosLogin.Source) throws -> KerberosLogin = { try KerberosLogin($0) }
    ) throws -> KerberosLogin {
        let (found, isMine) = state.withLock { state -> (State, Bool) in
            guard case .none = state else { return (state, false) }
            state = .making(PendingOutcome())
            return (state, true)
        }
        switch found {
        case .made(let login): return login
        case .making(let pending) where isMine:
            // Not under the lock: a KDC may keep it waiting.
            let outcome = Result { try logIn(source) }
            state.withLock { $0 = (try? outcome.get()).map { .made($0) } ?? .none }
            pending.finish(outcome)
            return try outcome.get()
        case .making(let pending):
            // The one that logs in has that time to itself, and reads files before.
            let deadline = Deadline.after(milliseconds: 2 * GSSCredential.defaultKDCTimeout.milliseconds)
            guard let outcome = pending.wait(until: deadline) else { throw Self.stuck }
            return try outcome.get()
        case .none: throw Self.stuck
        }
    }

    private static var stuck: WeftError {
        WeftError(
            KerberosCause.kdcUnreachable.code,
            "another thread's login doesn't end",
            remedy: KerberosCause.kdcUnreachable.remedy
        )
    }
}
