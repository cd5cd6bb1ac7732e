"""Invented CVs, made by script: 22 people, twelve layouts, and what a reader should find in each."""
