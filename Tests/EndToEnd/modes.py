"""The DEC private modes a terminal knows, by number."""

#: X10 press, normal, highlight, button motion, any motion, UTF-8, SGR, urxvt and pixel coordinates.
MOUSE = frozenset({9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016})

#: On when a terminal starts: autowrap, and the cursor shown.
INITIAL = frozenset({7, 25})

#: Of no consequence to what runs next: smooth scrolling, key repeat, a blinking cursor, the meta key's meaning.
WITHOUT_HARM = frozenset({3, 4, 8, 12, 40, 45, 69, 1034})

#: Application keys, reverse video, origin, focus reports, alternate scroll, the alternate screen, synchronised output.
KNOWN = (MOUSE | INITIAL | WITHOUT_HARM
         | frozenset({1, 5, 6, 1004, 1007, 47, 1047, 1048, 1049, 2004, 2026}))

#: What a soft reset leaves alone.
KEPT_BY_SOFT_RESET = MOUSE | frozenset({1004, 2004})
