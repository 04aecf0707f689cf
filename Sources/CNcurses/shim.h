#ifndef CNCURSES_SHIM_H
#define CNCURSES_SHIM_H

// Both must be defined before <curses.h>, or it does not declare the wide-character functions.
#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif

#include <curses.h>
#include <langinfo.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <term.h>
#include <wchar.h>

// Swift reads its Glibc module without _XOPEN_SOURCE, so <wchar.h> does not declare wcwidth(). This is the declaration of
// POSIX. The result is -1 for characters that the locale cannot print.
extern int wcwidth(wchar_t character);
static inline int ccs_character_width(uint32_t character) { return wcwidth((wchar_t)character); }

// Swift 6 refuses mutable C globals (stdscr, curscr, LINES, COLS, COLORS, COLOR_PAIRS) as shared state. Only the drawing
// thread calls these functions.
static inline WINDOW *ccs_standard_screen(void) { return stdscr; }
static inline WINDOW *ccs_current_screen(void) { return curscr; }
static inline int ccs_lines(void) { return LINES; }
static inline int ccs_columns(void) { return COLS; }
static inline int ccs_colors(void) { return COLORS; }
static inline int ccs_color_pairs(void) { return COLOR_PAIRS; }

// Attributes are macros that shift and cast (NCURSES_BITS), which Swift does not import.
static inline attr_t ccs_attribute_normal(void) { return A_NORMAL; }
static inline attr_t ccs_attribute_bold(void) { return A_BOLD; }
static inline attr_t ccs_attribute_dim(void) { return A_DIM; }
static inline attr_t ccs_attribute_underline(void) { return A_UNDERLINE; }
static inline attr_t ccs_attribute_reverse(void) { return A_REVERSE; }

// KEY_F() is a macro with an argument.
static inline int ccs_key_function(int number) { return KEY_F(number); }

// The largest window that is used. Of a larger one, only the upper left part is used, because ncurses holds each cell three
// times, in 28 bytes each.
enum { CCS_MOST_COLUMNS = 2000, CCS_MOST_LINES = 1000 };

static inline int ccs_lesser(int size, int most) { return size < most ? size : most; }

// TIOCGWINSZ is a cast macro in some headers, and ioctl(2) is variadic. Returns false if the size is unknown.
static inline bool ccs_window_size(int descriptor, int *width, int *height) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) < 0 || size.ws_col == 0 || size.ws_row == 0) return false;
    *width = ccs_lesser(size.ws_col, CCS_MOST_COLUMNS);
    *height = ccs_lesser(size.ws_row, CCS_MOST_LINES);
    return true;
}

static inline void ccs_set_size_variable(const char *name, int known, int most) {
    const char *given = getenv(name);
    if (known == 0 && (given == NULL || atoi(given) <= most)) return;
    char text[12];
    snprintf(text, sizeof text, "%d", known > 0 ? known : most);
    setenv(name, text, 1);
}

// newterm(3) reads LINES and COLUMNS before it asks the terminal, and allocates memory for any size. Call this before it.
static inline void ccs_limit_first_size(int descriptor) {
    int width = 0, height = 0;
    ccs_window_size(descriptor, &width, &height);
    ccs_set_size_variable("COLUMNS", width, CCS_MOST_COLUMNS);
    ccs_set_size_variable("LINES", height, CCS_MOST_LINES);
}

// Returns freed memory to the system. The blocks of a large window lie between others that are still in use, and free(3)
// returns only the end of the heap.
static inline void ccs_give_memory_back(void) { malloc_trim(0); }

// The number of bytes that can be read now. It wraps a variadic function too. 0 although poll(2) reports input means the
// end.
static inline int ccs_waiting_bytes(int descriptor) {
    int count = 0;
    return ioctl(descriptor, FIONREAD, &count) < 0 ? -1 : count;
}

// tparm() is variadic, and takes a `char *` in older versions.
static inline const char *ccs_tparm2(const char *capability, long first, long second) {
    return tparm((NCURSES_CONST char *)capability, first, second, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
}

// tigetstr() returns the pointer -1 if there is no such capability.
static inline const char *ccs_capability(const char *name) {
    const char *value = tigetstr((NCURSES_CONST char *)name);
    return value == (const char *)-1 ? NULL : value;
}

// CODESET is an enumerator with a cast.
static inline const char *ccs_codeset(void) { return nl_langinfo(CODESET); }

// Swift imports wchar_t as Unicode.Scalar, so it would have to fill the array of a cchar_t by hand, and it imports the
// colour pair as a short. This writes one cell with any pair. `text` is one spacing character and its combining characters.
static inline int ccs_put(WINDOW *window, int y, int x, const uint32_t *text, int count, attr_t attributes, int pair) {
    wchar_t wide[CCHARW_MAX + 1];
    cchar_t cell;
    if (count > CCHARW_MAX) count = CCHARW_MAX;
    for (int index = 0; index < count; index += 1) wide[index] = (wchar_t)text[index];
    wide[count] = 0;
    if (setcchar(&cell, wide, attributes, 0, &pair) == ERR) return ERR;
    return mvwadd_wch(window, y, x, &cell);
}

// Creates the window for reading keys. It is a pad, because wget_wch() on stdscr refreshes the screen unasked. NULL when out
// of memory.
static inline WINDOW *ccs_input_window(void) {
    WINDOW *window = newpad(1, 1);
    if (window == NULL) return NULL;
    keypad(window, TRUE);
    nodelay(window, TRUE);
    return window;
}

#endif
