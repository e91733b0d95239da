"""Telegram in, replies out: guards, buttons, and which text is chosen.

Rules belong to triage, use cases to casework; a handler translates between them.
"""
