/* What of a scene is seen: all mobjects of its families that have points, in order; and what they look like. */

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

/* -- whether outlines are as before ------------------------------------------------------------------------------- */

typedef struct {
    char *bytes;
    Py_ssize_t size, room;
} Told;

static const char *const names[] = {
    "points", "fill_rgbas", "stroke_rgbas", /* arrays */
    "stroke_width", "background_stroke_width", "tolerance_for_point_equality", /* numbers */
    "shade_in_3d", "background_image", /* there or not */
    "joint_type", "cap_style", /* one of a few objects */
};
enum { ARRAYS = 3, NUMBERS = 6, FLAGS = 8, NAMES = 10 };

static int add_bytes(Told *told, const void *bytes, Py_ssize_t size)
{
    if (told->size + size > told->room) {
        Py_ssize_t room = 2 * (told->size + size) + 4096;
        char *more = PyMem_Realloc(told->bytes, (size_t)room);
        if (!more)
            return 0;
        told->bytes = more, told->room = room;
    }
    memcpy(told->bytes + told->size, bytes, (size_t)size);
    told->size += size;
    return 1;
}

static int add_array(Told *told, PyObject *array)
{
    Py_buffer view;
    Py_ssize_t shape[2];
    int is_done;
    if (PyObject_GetBuffer(array, &view, PyBUF_C_CONTIGUOUS | PyBUF_FORMAT) < 0)
        return 0;
    shape[0] = view.len, shape[1] = view.ndim == 2 ? view.shape[1] : -1;
    is_done = view.format && !strcmp(view.format, "d") && add_bytes(told, shape, sizeof shape) &&
              add_bytes(told, view.buf, view.len);
    PyBuffer_Release(&view);
    return is_done;
}

static int add_outline(Told *told, PyObject *outline, PyObject *const *keys)
{
    PyObject *has = PyObject_GenericGetDict(outline, NULL);
    Py_ssize_t count = has ? PyDict_Size(has) : -1; /* a method or a group may have been given to one */
    int is_done = count >= 0 && add_bytes(told, &count, sizeof count), i;
    for (i = 0; is_done && i < NAMES; i++) {
        PyObject *value = PyDict_GetItemWithError(has, keys[i]); /* borrowed */
        if (!value) {
            is_done = 0;
        } else if (i < ARRAYS) {
            is_done = add_array(told, value);
        } else if (i < NUMBERS) {
            double number = PyFloat_AsDouble(value);
            is_done = !PyErr_Occurred() && add_bytes(told, &number, sizeof number);
        } else if (i < FLAGS) {
            int flag = PyObject_IsTrue(value);
            is_done = flag >= 0 && add_bytes(told, &flag, sizeof flag);
        } else {
            is_done = add_bytes(told, &value, sizeof value);
        }
    }
    Py_XDECREF(has);
    return is_done;
}

PyObject *state(PyObject *self, PyObject *outlines)
{
    PyObject *keys[NAMES], *sequence = PySequence_Fast(outlines, "expected a list of outlines"), *made = NULL;
    Told told = {NULL, 0, 0};
    Py_ssize_t i;
    int is_done = sequence != NULL;
    (void)self;
    for (i = 0; i < NAMES; i++)
        keys[i] = PyUnicode_InternFromString(names[i]);
    for (i = 0; is_done && i < PySequence_Fast_GET_SIZE(sequence); i++)
        is_done = add_outline(&told, PySequence_Fast_GET_ITEM(sequence, i), keys);
    for (i = 0; i < NAMES; i++)
        Py_XDECREF(keys[i]);
    Py_XDECREF(sequence);
    if (is_done)
        made = PyBytes_FromStringAndSize(told.bytes, told.size);
    PyMem_Free(told.bytes);
    if (made)
        return made;
    PyErr_Clear();
    Py_RETURN_NONE;
}
