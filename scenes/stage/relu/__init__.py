"""What the lesson on ReLU draws: a stack of lines, hinges that add up, a gate, the plateau of a dead neuron."""
