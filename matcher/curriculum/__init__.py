"""Which courses a training centre should run, when, and what they should teach: plans and curriculum diffs.

``needs`` gathers what the market and the forecast know, ``offers`` what a centre can give; ``problem`` holds both as
numbers, ``programme`` solves them, ``plan`` tells the story.
"""
