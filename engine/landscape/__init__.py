"""Loss landscapes: surfaces over two parameters or two directions, directions worth looking along, critical points,
and the levels of a contour map."""
