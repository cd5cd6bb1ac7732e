"""What words mean: occupations, skills, places, education, pay, experience, and the readers that find them in text."""
