"""What officers press and type, in private and in the groups of their desks.

Who may do what is decided in casework/officers.py; here it is put into words.
"""
