"""Recognising that several reports are one incident, pure.

What a text says (`normal`, `spots`, `reading`), which earlier reports to look
at (`counts`, `index`), how alike two are (`factors`), what follows from it
(`model`, `decide`, `explain`), and how the weights are made (`fit`). `archive`
puts it together in memory. No SQL and no keys here.
"""
