"""The running program: command line, wiring, inbox and outbox loops, timers.

No rules of the trade here.
"""
