"""Tables, named queries, migrations, and the encryption of columns.

The only place that speaks SQL. Decisions belong to triage, use cases to casework.
"""
