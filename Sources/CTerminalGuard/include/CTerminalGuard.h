#ifndef CTERMINALGUARD_H
#define CTERMINALGUARD_H

#include <stdbool.h>
#include <stddef.h>

/// Restores the terminal in every case. There is one restore routine, which is safe in a signal handler, and the handlers
/// that call it. It is C because a handler must use neither the Swift runtime nor an allocator. All it needs (descriptors,
/// saved modes, the bytes to write) is prepared here before the first byte is drawn.
///
/// There is one terminal in a process. All functions except `terminal_guard_cover_thread` are for the drawing thread.

/// Messages of a handler to the drawing thread, one byte each, read by `terminal_guard_next_event`.
enum {
    TERMINAL_GUARD_RESIZED = 'W',
    TERMINAL_GUARD_SUSPEND = 'Z',
    TERMINAL_GUARD_CONTINUED = 'C',
};

/// Saves the modes of the terminal at `descriptor` and installs the handlers. It does not change the terminal yet. Signals
/// that were ignored before (`nohup`) stay ignored. Returns 0 or an errno.
int terminal_guard_install(int descriptor);

/// Restores the signal actions and closes the descriptors of `terminal_guard_install`.
void terminal_guard_remove(void);

/// Returns a new descriptor for poll(2). It is readable when `input` is, or when `terminal_guard_next_event` has an event.
/// Returns -1 and sets errno on failure. The caller closes it.
int terminal_guard_gather(int input);

/// The next event, or 0 if there is none.
char terminal_guard_next_event(void);

/// Sets the bytes that undo the effects of drawing. Returns false and changes nothing if they are too long.
bool terminal_guard_set_bytes(const char *bytes, size_t count);

/// From here on, the terminal must be restored.
void terminal_guard_arm(void);

/// Saves the current modes as the drawing modes, for `terminal_guard_resume`.
int terminal_guard_remember_drawing_modes(void);

/// Restores the terminal and stops the process, as ^Z does. Returns when the process continues. Then `terminal_guard_resume`
/// must set the drawing modes.
void terminal_guard_stop(void);

/// Arms again and sets the drawing modes. In a background job, this stops the process (SIGTTOU) until it is in the
/// foreground. Returns 0 or an errno, which means that the terminal is closed.
int terminal_guard_resume(void);

/// Restores the terminal and ends the process by `signal`, as if another process had sent it.
_Noreturn void terminal_guard_die(int signal);

/// Gives the calling thread a stack for signal handlers. Without it, a stack overflow would end the process before a handler
/// runs. `terminal_guard_install` does this for the drawing thread.
void terminal_guard_cover_thread(void);

#endif
