"""One neuron: its drawings and its formulas."""
