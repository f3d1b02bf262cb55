"""The kinds of trouble a person is told about; everything else is a fault of the program."""

from __future__ import annotations


class RuleBroken(Exception):
    """A rule of the office was not kept; the message is a Vietnamese sentence for the person, told in place."""


class InputRefused(Exception):
    """A file given to us is damaged, hostile or not what it claims; nothing was changed (exit code 3)."""


class PlaceRefused(InputRefused):
    """Live data lie where they would be lost: on a network drive, a stick, in a synced folder; nothing was opened."""


class MediumTrouble(Exception):
    """No room, or the disk or stick is gone; the message says what is safe and what to do (exit code 5)."""
