"""What every stage shares: values, judgements and their reasons, errors, words in two languages."""
