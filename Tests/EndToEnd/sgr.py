"""Select graphic rendition: the sequences for the style of text."""

from grid import PLAIN

_ON = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 5: "blink", 6: "blink", 7: "reverse", 8: "invisible",
       9: "strike", 21: "underline"}
_OFF = {22: ("bold", "dim"), 23: ("italic",), 24: ("underline",), 25: ("blink",), 27: ("reverse",),
        28: ("invisible",), 29: ("strike",)}
_COLOURS = {38: "fg", 48: "bg"}


def restyled(style, parameters, italic_is_standout=False):
    """The style after the parameters, and the unknown parameters as text."""
    strange = []
    groups = list(parameters)
    while groups:
        group = groups.pop(0)
        number = group[0] or 0
        if number in _COLOURS:
            colour, rest = _colour(group[1:]) if len(group) > 1 else _colour_of_flat(groups)
            groups = groups if len(group) > 1 else rest
            if colour is None:
                strange.append(str(group))
            else:
                style = style._replace(**{_COLOURS[number]: colour})
        elif number == 4 and len(group) == 2 and group[1] in range(6):
            style = style._replace(underline=group[1] != 0)
        elif len(group) > 1:
            strange.append(str(group))
        elif number == 0:
            style = PLAIN
        elif number in (3, 23) and italic_is_standout:
            style = style._replace(reverse=number == 3)
        elif number in _ON:
            style = style._replace(**{_ON[number]: True})
        elif number in _OFF:
            style = style._replace(**{name: False for name in _OFF[number]})
        elif 30 <= number <= 37 or 90 <= number <= 97:
            style = style._replace(fg=number - 30 if number < 90 else number - 82)
        elif 40 <= number <= 47 or 100 <= number <= 107:
            style = style._replace(bg=number - 40 if number < 100 else number - 92)
        elif number in (39, 49):
            style = style._replace(**{"fg" if number == 39 else "bg": None})
        elif number not in (10, 11):  # the linux console's fonts
            strange.append(str(number))
    return style, strange


def _colour(parts):
    """The colour in 38:5:n, 38:2:r:g:b or 38:2::r:g:b. `parts` is the part after the 38."""
    if len(parts) == 2 and parts[0] == 5 and parts[1] in range(256):
        return parts[1], None
    if parts[0] == 2 and len(parts) in (4, 5) and all(part in range(256) for part in parts[-3:]):
        return tuple(parts[-3:]), None
    return None, None


def _colour_of_flat(groups):
    """The colour in 38;5;n or 38;2;r;g;b, and the groups after it. `groups` begins after the 38."""
    flat = [group[0] or 0 for group in groups]
    if flat[:1] == [5] and len(flat) >= 2 and flat[1] in range(256):
        return flat[1], groups[2:]
    if flat[:1] == [2] and len(flat) >= 4 and all(part in range(256) for part in flat[1:4]):
        return tuple(flat[1:4]), groups[4:]
    return None, []
