"""The API, version 1: addresses, tokens, rates, problems and its own description."""
