"""From a text somebody wrote to a draft commentary: sentences, what can be checked in them, and how to bind it."""


def words(text: str) -> tuple[str, ...]:
    """Words written in one text, as a tuple: long lists read better so."""
    return tuple(text.split())
