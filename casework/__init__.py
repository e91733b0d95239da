"""Use cases: each verb of the trade is one function on an open Work.

The only place that joins triage and storage. Nothing here knows Telegram.
"""
