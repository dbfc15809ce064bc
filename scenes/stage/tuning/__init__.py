"""What the lesson about turning knobs by hand is built from: the list of tries, the network with too many knobs."""
