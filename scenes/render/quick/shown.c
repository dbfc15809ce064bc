/* What of a scene is seen: all mobjects of its families that have points, in order. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "shown.h"

static PyObject *points_name, *parts_name;

static int walk(PyObject *mobject, PyObject *found)
{
    PyObject *points = PyObject_GetAttr(mobject, points_name), *parts, *sequence;
    Py_ssize_t size = points ? PyObject_Size(points) : -1, i;
    int is_done;
    Py_XDECREF(points);
    if (size < 0 || (size > 0 && PyList_Append(found, mobject) < 0))
        return 0;
    parts = PyObject_GetAttr(mobject, parts_name);
    sequence = parts ? PySequence_Fast(parts, "submobjects are a list") : NULL;
    Py_XDECREF(parts);
    is_done = sequence && !Py_EnterRecursiveCall(" through a family of mobjects");
    if (is_done) {
        for (i = 0; is_done && i < PySequence_Fast_GET_SIZE(sequence); i++)
            is_done = walk(PySequence_Fast_GET_ITEM(sequence, i), found);
        Py_LeaveRecursiveCall();
    }
    Py_XDECREF(sequence);
    return is_done;
}

PyObject *shown(PyObject *self, PyObject *mobjects)
{
    PyObject *found = PyList_New(0), *sequence = PySequence_Fast(mobjects, "expected a list of mobjects");
    Py_ssize_t i;
    int is_done = found && sequence;
    (void)self;
    if (!points_name)
        points_name = PyUnicode_InternFromString("points"), parts_name = PyUnicode_InternFromString("submobjects");
    for (i = 0; is_done && i < PySequence_Fast_GET_SIZE(sequence); i++)
        is_done = walk(PySequence_Fast_GET_ITEM(sequence, i), found);
    Py_XDECREF(sequence);
    if (!is_done)
        Py_CLEAR(found);
    return found;
}
