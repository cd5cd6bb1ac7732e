"""Do incoming postings still look like those that the models were made with?"""
