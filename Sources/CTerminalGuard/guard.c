#define _GNU_SOURCE
#include "CTerminalGuard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <termios.h>
#include <unistd.h>

/// BUSY: one thread changes the terminal's modes, and all others wait for it. GONE: the process is ending, and no thread may
/// take over the terminal again.
enum state { UNTOUCHED, ARMED, BUSY, GONE };

/// Milliseconds that a thread waits for another one that is BUSY. That one needs at most 200, but it may not get a core at
/// once.
enum { PATIENCE = 5000 };

/// If the terminal does not take output, a handler tries this often, for this long each.
enum { ATTEMPTS = 4, ATTEMPT_MILLISECONDS = 50 };

/// Maximum length of the restore string. The longest real one is under 100 bytes.
enum { LONGEST = 512 };

static atomic_int state = UNTOUCHED;

/// The descriptor that ncurses writes to; its duplicate for the restore routine; and /dev/null.
static int drawn_on = -1, own = -1, nowhere = -1;
static pthread_t drawer;
static int pipe_ends[2] = {-1, -1};
static struct termios before, drawing;
static bool drawing_known;

/// Two buffers: a handler may read one while the other one is written.
static char restore_bytes[2][LONGEST];
static size_t restore_count[2];
static atomic_int restore_current;

/// Signals that do not end the process by default, that cannot be caught, or that are ignored here for good (SIGPIPE). All
/// others are deadly, including the real-time signals.
static const int harmless[] = {
    SIGKILL, SIGSTOP, SIGCHLD, SIGCONT, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGWINCH, SIGPIPE,
};
static const int told[] = {SIGWINCH, SIGTSTP, SIGCONT};
enum { HARMLESS = sizeof harmless / sizeof *harmless, TOLD = sizeof told / sizeof *told };
/// Indexed by the number of the signal. Only the entries of deadly signals are used.
static struct sigaction deadly_before[NSIG];
static struct sigaction told_before[TOLD];

static bool is_deadly(int signal) {
    // The C library uses the numbers between the classic signals and SIGRTMIN.
    if (signal > SIGSYS && signal < SIGRTMIN) return false;
    for (int index = 0; index < HARMLESS; index += 1) {
        if (harmless[index] == signal) return false;
    }
    return true;
}

/// Writes the restore string. It never blocks on a terminal that takes no output.
static void write_bytes(void) {
    int current = atomic_load(&restore_current);
    const char *bytes = restore_bytes[current];
    size_t left = restore_count[current];
    for (int attempt = 0; left > 0 && attempt < ATTEMPTS;) {
        ssize_t written = write(own, bytes, left);
        if (written > 0) {
            bytes += written;
            left -= (size_t)written;
            continue;
        }
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && errno != EAGAIN) return;
        struct pollfd room = {.fd = own, .events = POLLOUT};
        // The output queue is full. Drop the last drawing, which is no longer needed.
        if (attempt > 0) tcflush(own, TCOFLUSH);
        if (poll(&room, 1, ATTEMPT_MILLISECONDS) > 0) poll(NULL, 0, 1);
        attempt += 1;
    }
}

/// Waits until no other thread is BUSY, then changes the state from `from` to `to`. Returns false if the state is another
/// one.
static bool change_state(int from, int to) {
    for (int wait = 0; wait < PATIENCE; wait += 1) {
        int found = from;
        if (atomic_compare_exchange_strong(&state, &found, to)) return true;
        if (found != BUSY) return false;
        poll(NULL, 0, 1);
    }
    return false;
}

/// Returns true if this thread is BUSY now and must restore the terminal. `last` means that the process ends now. If there
/// is nothing to restore, the state becomes GONE, so that no thread can take over the terminal before the end.
static bool begin_restore(bool last) {
    for (;;) {
        if (change_state(ARMED, BUSY)) return true;
        if (!last || change_state(UNTOUCHED, GONE)) return false;
        // It is GONE already, or BUSY for too long. It is ARMED only if a thread armed it just now.
        if (atomic_load(&state) != ARMED) return false;
    }
}

/// The only restore routine. `last` means that the process ends now: then the drawing of other threads is redirected to
/// /dev/null.
static void give_back(bool last) {
    // Signals are blocked, so that no handler runs inside the restore on this thread. Also, SIGTTOU cannot stop a background
    // process that sets the modes.
    sigset_t all, mask;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &mask);
    if (begin_restore(last)) {
        int flags = fcntl(own, F_GETFL);
        if (flags >= 0) fcntl(own, F_SETFL, flags | O_NONBLOCK);
        if (last) {
            dup2(nowhere, drawn_on);
            // The drawing thread blocks in write(2) and holds the terminal. A signal interrupts it, and it then writes to
            // /dev/null.
            if (!pthread_equal(drawer, pthread_self())) pthread_kill(drawer, SIGWINCH);
        }
        write_bytes();
        while (tcsetattr(own, TCSANOW, &before) < 0 && errno == EINTR) {}
        if (flags >= 0 && !last) fcntl(own, F_SETFL, flags);
        atomic_store(&state, last ? GONE : UNTOUCHED);
    }
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
}

static void set_default(int signal) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, NULL);
}

/// Ends the process by the default action of `signal`. Until the terminal is restored, further signals wait in the handler
/// (other threads) or are blocked (this thread).
_Noreturn static void die(int signal) {
    give_back(true);
    set_default(signal);
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, signal);
    raise(signal);
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    _exit(128 + signal);
}

static void on_deadly(int signal) {
    die(signal);
}

static void on_told(int signal) {
    int saved = errno;
    char byte = signal == SIGWINCH ? TERMINAL_GUARD_RESIZED
        : signal == SIGTSTP        ? TERMINAL_GUARD_SUSPEND
                                   : TERMINAL_GUARD_CONTINUED;
    // If the pipe is full, the reader will wake up anyway.
    (void)!write(pipe_ends[1], &byte, 1);
    errno = saved;
}

static void at_exit(void) {
    give_back(false);
}

static void install_told(int index) {
    struct sigaction action = {.sa_handler = on_told, .sa_flags = SA_RESTART | SA_ONSTACK};
    sigfillset(&action.sa_mask);
    sigaction(told[index], &action, NULL);
}

void terminal_guard_cover_thread(void) {
    static _Thread_local char handler_stack[64 * 1024];
    stack_t stack = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
    sigaltstack(&stack, NULL);
}

static int give_up(void) {
    int reason = errno;
    for (int index = 0; index < 2; index += 1) {
        if (pipe_ends[index] >= 0) close(pipe_ends[index]);
        pipe_ends[index] = -1;
    }
    if (own >= 0) close(own);
    if (nowhere >= 0) close(nowhere);
    own = nowhere = drawn_on = -1;
    return reason;
}

/// Waits until this process is in the foreground. Returns 0, or the reason why it never will be. EIO: no process can bring
/// it there.
///
/// Restarting output that was not suspended has no effect, but the kernel stops a background process for it (SIGTTOU).
/// Setting the current modes would do that too, but could overwrite modes that a handler on another thread has just
/// restored.
static int wait_for_foreground(void) {
    while (tcflow(own, TCOON) < 0) {
        if (errno != EINTR) return errno;
    }
    return 0;
}

int terminal_guard_install(int descriptor) {
    static bool exit_covered;
    if (own >= 0) return EBUSY;
    drawn_on = descriptor;
    drawer = pthread_self();
    own = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    if (own < 0) return give_up();
    // Before there is anything to restore, so that a background process that ends here writes nothing to the terminal.
    int unusable = wait_for_foreground();
    if (!unusable && tcgetattr(own, &before) < 0) unusable = errno;
    if (unusable) {
        give_up();
        return unusable;
    }
    nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nowhere < 0) return give_up();
    if (pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) < 0) return give_up();
    terminal_guard_cover_thread();
    if (!exit_covered) exit_covered = atexit(at_exit) == 0;

    // Without SA_RESETHAND, which would restore the default action at once. Then a second signal could end the process on
    // another thread before the first handler has restored the terminal.
    struct sigaction action = {.sa_handler = on_deadly, .sa_flags = SA_ONSTACK};
    sigfillset(&action.sa_mask);
    for (int signal = 1; signal < NSIG; signal += 1) {
        if (!is_deadly(signal)) continue;
        sigaction(signal, NULL, &deadly_before[signal]);
        if (deadly_before[signal].sa_handler != SIG_IGN) sigaction(signal, &action, NULL);
    }
    for (int index = 0; index < TOLD; index += 1) {
        sigaction(told[index], NULL, &told_before[index]);
        install_told(index);
    }
    // This is never undone: a feed may still write to its socket after the screen is closed, and must not end the process.
    signal(SIGPIPE, SIG_IGN);
    return 0;
}

void terminal_guard_remove(void) {
    if (own < 0) return;
    give_back(false);
    for (int signal = 1; signal < NSIG; signal += 1) {
        if (is_deadly(signal)) sigaction(signal, &deadly_before[signal], NULL);
    }
    for (int index = 0; index < TOLD; index += 1) sigaction(told[index], &told_before[index], NULL);
    drawing_known = false;
    give_up();
}

int terminal_guard_gather(int input) {
    int all = epoll_create1(EPOLL_CLOEXEC);
    if (all < 0) return -1;
    int members[] = {input, pipe_ends[0]};
    for (int index = 0; index < 2; index += 1) {
        struct epoll_event interest = {.events = EPOLLIN};
        if (epoll_ctl(all, EPOLL_CTL_ADD, members[index], &interest) == 0) continue;
        close(all);
        return -1;
    }
    return all;
}

char terminal_guard_next_event(void) {
    char byte;
    ssize_t count;
    do count = read(pipe_ends[0], &byte, 1);
    while (count < 0 && errno == EINTR);
    return count == 1 ? byte : 0;
}

bool terminal_guard_set_bytes(const char *bytes, size_t count) {
    if (count > LONGEST) return false;
    int other = 1 - atomic_load(&restore_current);
    memcpy(restore_bytes[other], bytes, count);
    restore_count[other] = count;
    atomic_store(&restore_current, other);
    return true;
}

void terminal_guard_arm(void) {
    change_state(UNTOUCHED, ARMED);
}

int terminal_guard_remember_drawing_modes(void) {
    if (tcgetattr(own, &drawing) < 0) return errno;
    drawing_known = true;
    return 0;
}

void terminal_guard_stop(void) {
    give_back(false);
    set_default(SIGTSTP);
    raise(SIGTSTP);
    for (int index = 0; index < TOLD; index += 1) {
        if (told[index] == SIGTSTP) install_told(index);
    }
}

int terminal_guard_resume(void) {
    if (!drawing_known) return EINVAL;
    int unusable = wait_for_foreground();
    if (unusable) return unusable;
    // A handler on another thread must not restore the modes before they are set here.
    sigset_t all, mask;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &mask);
    int failure = 0;
    // It is still ARMED if SIGSTOP stopped it, because no handler sees that signal.
    if (change_state(UNTOUCHED, BUSY) || change_state(ARMED, BUSY)) {
        while (tcsetattr(own, TCSANOW, &drawing) < 0) {
            if (errno == EINTR) continue;
            failure = errno;
            break;
        }
        atomic_store(&state, ARMED);
    }
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    return failure;
}

_Noreturn void terminal_guard_die(int signal) {
    die(signal);
}
