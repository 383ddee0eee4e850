"""Reading documents: from a JSON tree to the model, with every problem noted."""
