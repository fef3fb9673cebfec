"""The administrator's view of many computers, made from what a log server collected. It speaks to none of them."""
