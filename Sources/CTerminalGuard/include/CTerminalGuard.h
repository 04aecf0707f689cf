#ifndef CTERMINALGUARD_H
#define CTERMINALGUARD_H

#include <stdbool.h>
#include <stddef.h>

/// The terminal is always given back: one restore routine, safe to call in a signal handler, and the handlers that
/// call it. It is C because a handler must touch neither the Swift runtime nor an allocator: everything it needs
/// (descriptors, saved modes, the bytes to write) is made ready here, before the first byte is drawn.
///
/// One terminal a process. All functions but `terminal_guard_cover_thread` are for the thread that draws.

/// What a handler tells the drawing thread, one byte each by `terminal_guard_next_event`.
enum {
    TERMINAL_GUARD_RESIZED = 'W',
    TERMINAL_GUARD_SUSPEND = 'Z',
    TERMINAL_GUARD_CONTINUED = 'C',
};

/// Remembers the modes of the terminal open at `descriptor` and installs the handlers. The terminal is not yet
/// touched. Signals that were ignored before (`nohup`) stay ignored. Returns 0 or an errno.
int terminal_guard_install(int descriptor);

/// Puts the signals back as they were and closes what `terminal_guard_install` opened.
void terminal_guard_remove(void);

/// A new descriptor to poll(2), which is readable when `input` is or `terminal_guard_next_event` has something; -1 and
/// errno when there can be none. The caller closes it.
int terminal_guard_gather(int input);

/// The next of the bytes above, or 0 when there is none.
char terminal_guard_next_event(void);

/// The bytes that undo what drawing does to the terminal. False, and nothing changed, when they are too many.
bool terminal_guard_set_bytes(const char *bytes, size_t count);

/// From here on the terminal has something to be given back.
void terminal_guard_arm(void);

/// Remembers the present modes as those to draw with, for `terminal_guard_resume`.
int terminal_guard_remember_drawing_modes(void);

/// Gives the terminal back and stops the process as ^Z does; returns when it is continued. The modes are not yet those
/// to draw with: that is `terminal_guard_resume`'s part.
void terminal_guard_stop(void);

/// Arms again and sets the modes to draw with. In a background job this stops the process (SIGTTOU) until it is in the
/// foreground, as for every program. Returns 0 or an errno: the terminal is gone.
int terminal_guard_resume(void);

/// Gives the terminal back and ends the process by `signal`, as if it had come from outside.
_Noreturn void terminal_guard_die(int signal);

/// Gives the calling thread a stack for handlers, without which a stack overflow on it would end the process
/// before any handler runs. The drawing thread gets one by `terminal_guard_install`.
void terminal_guard_cover_thread(void);

#endif
