"""Tests of the search by name, with queries whose answers are known."""
