"""Inspection of ads: requirements that the law forbids and signs of fraud, with the words, the rule and its source.

What is found is for labour inspectors, employers and job seekers to judge; it moves no score and no ranking.
"""
