"""The DEC private modes of terminals, by number."""

#: X10 press, normal, highlight, button motion, any motion, UTF-8, SGR, urxvt and pixel coordinates.
MOUSE = frozenset({9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016})

#: On at the start of a terminal: autowrap and the visible cursor.
INITIAL = frozenset({7, 25})

#: Harmless for the next program: smooth scrolling, key repeat, a blinking cursor, the meaning of the meta key.
WITHOUT_HARM = frozenset({3, 4, 8, 12, 40, 45, 69, 1034})

#: Application keys, reverse video, origin, focus reports, alternate scroll, the alternate screen, synchronised output.
KNOWN = (MOUSE | INITIAL | WITHOUT_HARM
         | frozenset({1, 5, 6, 1004, 1007, 47, 1047, 1048, 1049, 2004, 2026}))

#: Unchanged by a soft reset.
KEPT_BY_SOFT_RESET = MOUSE | frozenset({1004, 2004})
