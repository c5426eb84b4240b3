"""Measures: how good texts, checks and engines are."""
