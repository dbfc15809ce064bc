"""What `backreel doctor` looks at. It needs no package: what is loaded, a process of its own loads."""
