"""The domain, pure: places, kinds, danger, questions, receipts, events.

No input or output, no clock, no chance of its own, no async: values come in as
arguments and go out as values. What touches a table or a chat lives elsewhere.
"""
