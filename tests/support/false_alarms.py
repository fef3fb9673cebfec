"""A text that bears what looks like a mark and is no secret, as a 保密办 finds false alarms."""

NOVEL = ("【机密】青松镇读书会第三期推荐书目\n"
         "本期共读一本旧谍战小说，书名就带方括号，请大家周五晚上七点到图书馆二楼交流。")
"""A reading list whose book has a mark in its name."""
