"""Invented CVs, made by script: ten people, six layouts, and what a reader should find in each."""
