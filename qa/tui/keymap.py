"""The keys that the settings give to what the chat does, by name: checked before the first is pressed."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from textual.binding import Binding, BindingType
from textual.keys import Keys

from qa.settings import refused, unknown

Places = Mapping[str, Iterable[BindingType]]
"""By the place where they work, the keys there; those of `EVERYWHERE` work in all of the chat."""

EVERYWHERE = "Anywhere"
IN_THE_CHAT = IN_THE_BOX, IN_PANES = ("In the question box", "In the conversation, the sources and this help")
_PROGRAMS = frozenset({"help", "palette", "quit"})
"""What works over every screen."""
_MODIFIERS = ("ctrl", "shift", "alt", "super", "hyper", "meta")
_KEPT_BY_BROWSERS = {"new": "f4,ctrl+n"}
"""Of the chat's keys the only one that Chromium keeps: it opens a window. Each was typed into one with a
window, on a display of its own; Ctrl+T and Ctrl+W, which it keeps too, are none of the chat's."""
_NAMED = frozenset(str(key.value) for key in Keys) | {"space", *(f"f{number}" for number in range(1, 25))}


def chosen_keys(places: Places, chosen: Mapping[str, str], file: Path) -> dict[str, str]:
    """Return by its name the keys of each thing that was given others.

    Args:
        places: Everything that has a key, by the place where it works.
        chosen: By name, what the settings say.
        file: Where they say it.

    Raises:
        SettingsError: A name or a key is none, a key that could be typed into a question is taken
            from it, or two things in one place have one key. The message has the path.
    """
    bindings = {binding.id: binding for binding in _all(places) if binding.id}
    keys: dict[str, str] = {}
    for name, written in chosen.items():
        if name not in bindings:
            raise unknown(file, f"keys.{name}", bindings)
        given = [key.strip() for key in written.split(",")]
        for key in given:
            _check(key, bindings[name], f"keys.{name}", file)
        keys[name] = ",".join(given)
    for place in places:
        _refuse_shared(_beside_each_other(places, place), keys, file)
    return keys


def keys_in_browser(chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the settings' keys, with others for what a browser takes, as far as the settings leave these."""
    taken = {key.strip() for written in chosen.values() for key in written.split(",")}
    free = {name: keys for name, keys in _KEPT_BY_BROWSERS.items() if taken.isdisjoint(keys.split(","))}
    return {**free, **chosen}


def _beside_each_other(places: Places, place: str) -> Iterable[BindingType]:
    """Return the keys that work while the focus is in a place: over the chat lie screens with their own."""
    everywhere = list(places[EVERYWHERE])
    if place == EVERYWHERE:
        return everywhere
    if place == IN_THE_BOX:
        everywhere = [one for one in everywhere if isinstance(one, Binding) and _passes_the_box(one)]
    elif place not in IN_THE_CHAT:
        everywhere = [one for one in everywhere if isinstance(one, Binding) and one.id in _PROGRAMS]
    return [*everywhere, *places[place]]


def _passes_the_box(binding: Binding) -> bool:
    """Whether a key does its own while a question is typed: a letter and Enter are the question's then."""
    return binding.priority or any(len(key) > 1 and key != "enter" for key in binding.key.split(","))


def keys_of(binding: Binding, keymap: Mapping[str, str]) -> list[str]:
    """Return the keys that do it now."""
    written = keymap.get(binding.id or "") or binding.key
    return [key.strip() for key in written.split(",")]


def _all(places: Places) -> Iterable[Binding]:
    return (one for there in places.values() for one in there if isinstance(one, Binding))


def _check(key: str, binding: Binding, path: str, file: Path) -> None:
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if not _is_key(last) or any(modifier not in _MODIFIERS for modifier in modifiers):
        raise refused(file, path, f"“{key}” is no key; write it as ctrl+x, f5, escape or a letter")
    if binding.priority and len(key) == 1:
        raise refused(
            file, path, f"“{key}” could not be typed into a question any more; name a key with ctrl, or f5"
        )


def _is_key(name: str) -> bool:
    return (len(name) == 1 and name.isprintable()) or name in _NAMED


def _refuse_shared(there: Iterable[BindingType], keys: Mapping[str, str], file: Path) -> None:
    """Refuse a key that was given to one thing and is another's; those that share one as made may."""
    held: dict[str, Binding] = {}
    for binding in there:
        if not isinstance(binding, Binding):
            continue
        for key in keys_of(binding, keys):
            other = held.setdefault(key, binding)
            chosen = binding.id in keys or other.id in keys
            if other is not binding and chosen and other.action != binding.action:
                one, two = (other, binding) if other.id in keys else (binding, other)
                named = two.id or two.description
                raise refused(
                    file, f"keys.{one.id}", f"{key} is the key of {named}; give one of them another"
                )
