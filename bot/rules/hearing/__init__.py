"""How a message is read before anything is decided: sentences and words, cues, days and hours.

The words themselves are data, in `words/`: an administrator can read them there and add their own to a topic.
"""
