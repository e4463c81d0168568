"""Strict translation of publishers' codes and names; an unknown one is an error that says what to extend."""
