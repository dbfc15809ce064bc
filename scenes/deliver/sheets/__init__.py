"""Numbers for class: what a lesson works out, as sheets with blanks and with answers."""
