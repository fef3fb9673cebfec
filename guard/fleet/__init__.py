"""The administrator's view of many computers, made from the records of a log server. It contacts none of them."""
