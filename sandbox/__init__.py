"""A stand-in for Telegram on this machine, for the demo and the tests.

A Bot API over HTTP and a page with phones to type on. Never used in production.
"""
