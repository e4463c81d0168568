"""Tests of the drafting of commentary; a package so that tests share helpers by full name."""
