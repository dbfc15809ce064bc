/* What of a scene is seen, and whether it looks as before. */

#ifndef SHOWN_H
#define SHOWN_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *shown(PyObject *self, PyObject *mobjects);

/* Bytes that are the same as long as nothing changed that outlines are drawn by; None where that cannot be told. */
PyObject *state(PyObject *self, PyObject *outlines);

#endif
