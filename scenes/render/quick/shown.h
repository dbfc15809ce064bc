/* What of a scene is seen. */

#ifndef SHOWN_H
#define SHOWN_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *shown(PyObject *self, PyObject *mobjects);

#endif
