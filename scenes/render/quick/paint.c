/* Outlines drawn by cairo, a whole frame in one call; and the pixels that changed since, as picture for an encoder.

   `paint` hands cairo the same calls in the same order as Manim's camera does, so the pixels are the same. It says for
   each outline where it lies and what it looks like (a sum over all that is drawn). Two frames are compared by that:
   pixels differ only where an outline does that is new, gone, or other than before, and only there they are drawn. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <cairo/cairo.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "cells.h"
#include "faces.h"
#include "masks.h"
#include "shown.h"

#define MITER_LIMIT 10.0 /* cairo's own: how far a corner may reach, in line widths */

typedef struct {
    const double *points;
    Py_ssize_t count;
    double closeness;
    double back_width, width;
    const double *back, *fill, *stroke; /* red, green, blue, alpha; several of them are a gradient */
    Py_ssize_t backs, fills, strokes;
    int join, cap;
    double from[2], to[2]; /* the ends of the gradient */
} Item;

/* -- paths ----------------------------------------------------------------------------------------------------- */

static int close_to(double a, double b, double atol)
{
    double apart;
    if (a == b)
        return 1;
    apart = fabs(a - b);
    return apart <= atol + 1e-5 * fabs(b) && isfinite(apart);
}

static int same_place(const double *a, const double *b, double atol)
{
    return close_to(a[0], b[0], atol) && close_to(a[1], b[1], atol);
}

/* The points of cubic curves, four for each; a new part begins where one does not begin at the end of the one before. */
static void add_path(cairo_t *cr, const Item *item)
{
    const double *p = item->points;
    Py_ssize_t n = item->count, start = 0, end, k;
    cairo_new_path(cr);
    if (n < 4)
        return;
    for (end = 4; start < n; end += 4) {
        if (end < n && same_place(p + 3 * (end - 1), p + 3 * end, item->closeness))
            continue;
        if (end > n)
            end = n;
        if (end - start >= 4) {
            cairo_new_sub_path(cr);
            cairo_move_to(cr, p[3 * start], p[3 * start + 1]);
            for (k = start; k + 4 <= end; k += 4) {
                const double *c = p + 3 * k;
                cairo_curve_to(cr, c[3], c[4], c[6], c[7], c[9], c[10]);
            }
            if (same_place(p + 3 * start, p + 3 * (end - 1), item->closeness))
                cairo_close_path(cr);
        }
        start = end;
    }
}

/* Manim keeps red where cairo has blue, so that its pixels are red, green, blue, alpha in memory. */
static void set_colour(cairo_t *cr, const double *rgba, Py_ssize_t count, const Item *item)
{
    cairo_pattern_t *ramp;
    Py_ssize_t i;
    if (count == 1) {
        cairo_set_source_rgba(cr, rgba[2], rgba[1], rgba[0], rgba[3]);
        return;
    }
    ramp = cairo_pattern_create_linear(item->from[0], item->from[1], item->to[0], item->to[1]);
    for (i = 0; i < count; i++) {
        const double *c = rgba + 4 * i;
        double step = 1.0 / (count - 1); /* as numpy.linspace: the last offset is 1 exactly */
        cairo_pattern_add_color_stop_rgba(ramp, i == count - 1 ? 1.0 : i * step, c[2], c[1], c[0], c[3]);
    }
    cairo_set_source(cr, ramp);
    cairo_pattern_destroy(ramp);
}

static int is_seen(const double *rgba, Py_ssize_t count)
{
    return count > 1 || (count == 1 && rgba[3] > 0);
}

static void set_line(cairo_t *cr, const Item *item, double width, double line)
{
    cairo_set_line_width(cr, width * line);
    cairo_set_line_join(cr, (cairo_line_join_t)item->join);
    cairo_set_line_cap(cr, (cairo_line_cap_t)item->cap);
}

static void draw(cairo_t *cr, const Item *item, double line)
{
    int back = item->back_width != 0 && is_seen(item->back, item->backs);
    int fill = is_seen(item->fill, item->fills);
    int stroke = item->width != 0 && is_seen(item->stroke, item->strokes);
    if (!(back || fill || stroke))
        return;
    add_path(cr, item);
    if (back) {
        set_colour(cr, item->back, item->backs, item);
        set_line(cr, item, item->back_width, line);
        cairo_stroke_preserve(cr);
    }
    if (fill) {
        set_colour(cr, item->fill, item->fills, item);
        cairo_fill_preserve(cr);
    }
    if (stroke) {
        set_colour(cr, item->stroke, item->strokes, item);
        set_line(cr, item, item->width, line);
        cairo_stroke_preserve(cr);
    }
}

/* -- what an outline is, and where ------------------------------------------------------------------------------- */

static uint64_t mixed(uint64_t a, uint64_t b)
{
    a ^= b;
    a *= 0x9fb21c651e98df25ull;
    a ^= a >> 32;
    a *= 0xd6e8feb86659fd93ull;
    return a ^ (a >> 29);
}

static uint64_t bits_of(const double *value)
{
    uint64_t bits;
    memcpy(&bits, value, sizeof bits);
    return bits;
}

static uint64_t sum_of(uint64_t sum, const double *values, Py_ssize_t count)
{
    uint64_t other = 0x9e3779b97f4a7c15ull; /* two sums side by side take half the time */
    Py_ssize_t i;
    for (i = 0; i + 1 < count; i += 2)
        sum = mixed(sum, bits_of(values + i)), other = mixed(other, bits_of(values + i + 1));
    if (i < count)
        sum = mixed(sum, bits_of(values + i));
    return mixed(mixed(sum, (uint64_t)count), other);
}

static int32_t pixel(double place, int most)
{
    return place <= 0 ? 0 : place >= most ? most : (int32_t)place;
}

static Outline outline_of(const Item *item, const cairo_matrix_t *to, double line, int width, int height)
{
    double left = INFINITY, right = -INFINITY, low = INFINITY, high = -INFINITY, reach, a, b;
    double looks[8] = {item->back_width, item->width, item->join, item->cap,
                       item->from[0], item->from[1], item->to[0], item->to[1]};
    double thickest = fmax(item->back_width, item->width) * line;
    double view[6] = {to->xx, to->yx, to->xy, to->yy, to->x0, to->y0};
    Outline outline;
    Py_ssize_t i;
    outline.sum = sum_of(sum_of(1, view, 6), looks, 8);
    outline.sum = sum_of(outline.sum, item->back, 4 * item->backs);
    outline.sum = sum_of(outline.sum, item->fill, 4 * item->fills);
    outline.sum = sum_of(outline.sum, item->stroke, 4 * item->strokes);
    outline.sum = sum_of(outline.sum, item->points, 3 * item->count);
    for (i = 0; i < item->count; i++) {
        double x = item->points[3 * i], y = item->points[3 * i + 1];
        left = x < left ? x : left, right = x > right ? x : right;
        low = y < low ? y : low, high = y > high ? y : high;
    }
    reach = thickest / 2 * (item->join == CAIRO_LINE_JOIN_MITER ? MITER_LIMIT : 1.5);
    a = (left - reach) * to->xx + to->x0, b = (right + reach) * to->xx + to->x0;
    outline.left = pixel(fmin(a, b) - 2, width), outline.right = pixel(fmax(a, b) + 3, width);
    a = (low - reach) * to->yy + to->y0, b = (high + reach) * to->yy + to->y0;
    outline.top = pixel(fmin(a, b) - 2, height), outline.bottom = pixel(fmax(a, b) + 3, height);
    return outline;
}

/* -- what Python gives ----------------------------------------------------------------------------------------------- */

typedef struct {
    Py_buffer held[4];
    int count;
} Held;

static void let_go(Held *held)
{
    while (held->count)
        PyBuffer_Release(&held->held[--held->count]);
}

/* Rows of `per_row` numbers; NULL with an exception where an array is anything else. */
static const double *rows(Held *held, PyObject *array, int per_row, Py_ssize_t *count)
{
    Py_buffer *view = &held->held[held->count];
    if (PyObject_GetBuffer(array, view, PyBUF_C_CONTIGUOUS | PyBUF_FORMAT) < 0)
        return NULL;
    held->count++;
    if (view->itemsize != 8 || view->format == NULL || strcmp(view->format, "d") != 0 || view->ndim != 2 ||
        view->shape[1] != per_row) {
        PyErr_SetString(PyExc_ValueError, "expected rows of float64");
        return NULL;
    }
    *count = view->shape[0];
    return (const double *)view->buf;
}

static int read_item(PyObject *told, Item *item, Held *held)
{
    PyObject *points, *back, *fill, *stroke;
    Py_ssize_t i;
    if (!PyArg_ParseTuple(told, "OddOOdOii(dddd)", &points, &item->closeness, &item->back_width, &back, &fill,
                          &item->width, &stroke, &item->join, &item->cap, &item->from[0], &item->from[1],
                          &item->to[0], &item->to[1]))
        return 0;
    if (!(item->points = rows(held, points, 3, &item->count)) || !(item->back = rows(held, back, 4, &item->backs)) ||
        !(item->fill = rows(held, fill, 4, &item->fills)) || !(item->stroke = rows(held, stroke, 4, &item->strokes)))
        return 0;
    for (i = 0; i < 3 * item->count; i++)
        if (!isfinite(item->points[i]))
            item->count = 0; /* Manim draws nothing then */
    return 1;
}

static int buffer_of(PyObject *array, Py_buffer *view, int flags, Py_ssize_t size)
{
    if (PyObject_GetBuffer(array, view, PyBUF_C_CONTIGUOUS | flags) < 0)
        return 0;
    if (view->len < size) {
        PyBuffer_Release(view);
        PyErr_SetString(PyExc_ValueError, "an array is too small for its frame");
        return 0;
    }
    return 1;
}

/* -- frames ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    Item *items;
    Held *held;
    Outline *outlines;
    Py_ssize_t count;
} Frame;

/* The picture of what changed grows here, on a copy of the ground: what lies around it is drawn to as well, and of no
   interest. One process draws one frame at a time. */
static uint8_t *scratch = NULL;
static size_t scratch_size = 0;

static int use_masks = 0;

static int room_for(size_t size)
{
    uint8_t *more;
    if (scratch_size < size) {
        if (!(more = PyMem_RawRealloc(scratch, size))) {
            PyErr_NoMemory();
            return 0;
        }
        scratch = more, scratch_size = size;
    }
    return 1;
}

typedef struct {
    cairo_surface_t *surface;
    cairo_t *cr;
} Canvas;

static Canvas canvas_on(uint8_t *pixels, int width, int height, const cairo_matrix_t *to)
{
    Canvas canvas;
    canvas.surface = cairo_image_surface_create_for_data(pixels, CAIRO_FORMAT_ARGB32, width, height, 4 * width);
    canvas.cr = cairo_create(canvas.surface);
    cairo_set_matrix(canvas.cr, to);
    return canvas;
}

static int taken_down(Canvas *canvas)
{
    cairo_status_t status = cairo_status(canvas->cr);
    cairo_destroy(canvas->cr);
    cairo_surface_destroy(canvas->surface);
    if (status != CAIRO_STATUS_SUCCESS && !PyErr_Occurred())
        PyErr_SetString(PyExc_RuntimeError, cairo_status_to_string(status));
    return status == CAIRO_STATUS_SUCCESS;
}

static int is_opaque(double width, const double *rgba, Py_ssize_t count)
{
    return width == 0 || !is_seen(rgba, count) || (count == 1 && rgba[3] == 1.0);
}

/* One layer of an outline, as cairo covers it, and its colour. Drawn where it stands in the frame: cairo rounds where
   lines meet by their place. */
static int cover_with(uint8_t *cover, uint32_t *colour, const Outline *outline, const Item *item, const double *rgba,
                      double width, const cairo_matrix_t *to, double line, const Cells *frame)
{
    static uint8_t *room = NULL;
    static size_t room_size = 0;
    int stride = cairo_format_stride_for_width(CAIRO_FORMAT_A8, frame->width), row;
    size_t across = (size_t)(outline->right - outline->left), size = (size_t)stride * (size_t)frame->height;
    cairo_surface_t *surface, *dot;
    cairo_t *cr;
    cairo_status_t status;
    if (room_size < size) {
        free(room);
        room_size = (room = malloc(size)) ? size : 0;
        if (!room)
            return 0;
    }
    for (row = outline->top; row < outline->bottom; row++)
        memset(room + (size_t)row * stride + outline->left, 0, across);
    surface = cairo_image_surface_create_for_data(room, CAIRO_FORMAT_A8, frame->width, frame->height, stride);
    cr = cairo_create(surface);
    cairo_set_matrix(cr, to);
    add_path(cr, item);
    if (width > 0) {
        set_line(cr, item, width, line);
        cairo_stroke(cr);
    } else {
        cairo_fill(cr);
    }
    status = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    dot = cairo_image_surface_create_for_data((uint8_t *)colour, CAIRO_FORMAT_ARGB32, 1, 1, 4);
    cr = cairo_create(dot);
    set_colour(cr, rgba, 1, item);
    cairo_paint(cr);
    cairo_destroy(cr);
    cairo_surface_destroy(dot);
    for (row = outline->top; row < outline->bottom; row++)
        memcpy(cover + (size_t)(row - outline->top) * across, room + (size_t)row * stride + outline->left, across);
    return status == CAIRO_STATUS_SUCCESS;
}

static void add_layer(Mask *mask, const Item *item, const double *rgba, Py_ssize_t count, double width, int is_line,
                      const cairo_matrix_t *to, double line, const Cells *frame)
{
    size_t size = (size_t)(mask->of.right - mask->of.left) * (size_t)(mask->of.bottom - mask->of.top);
    uint8_t *cover;
    if (mask->seen < 0 || !is_seen(rgba, count) || (is_line && width == 0))
        return;
    cover = malloc(size);
    mask->colour[mask->layers] = 0;
    if (cover && cover_with(cover, mask->colour + mask->layers, &mask->of, item, rgba, is_line ? width : 0, to, line,
                            frame)) {
        mask->cover[mask->layers++] = cover;
        mask_bytes += size;
    } else {
        free(cover);
        empty(mask);
        mask->seen = -1;
    }
}

/* The mask of an outline that was drawn often enough; NULL where it has none. */
static const Mask *known(const Item *item, const Outline *outline, const cairo_matrix_t *to, double line,
                         const Cells *frame)
{
    Mask *mask;
    int i;
    if (!use_masks || !is_opaque(item->back_width, item->back, item->backs) || !is_opaque(1, item->fill, item->fills) ||
        !is_opaque(item->width, item->stroke, item->strokes) || !(mask = mask_of(outline)))
        return NULL;
    if (mask->seen < 0 || mask->seen++ < SEEN_BEFORE)
        return NULL;
    mask->seen = SEEN_BEFORE + 1;
    if (!mask->layers) {
        if (mask_bytes > KEPT_BYTES)
            for (i = 0; i < KEPT; i++)
                if (masks + i != mask)
                    empty(masks + i);
        add_layer(mask, item, item->back, item->backs, item->back_width, 1, to, line, frame);
        add_layer(mask, item, item->fill, item->fills, 0, 0, to, line, frame);
        add_layer(mask, item, item->stroke, item->strokes, item->width, 1, to, line, frame);
    }
    return mask->seen < 0 ? NULL : mask;
}

/* Draw what lies in marked cells, each outline whole. Cairo does not draw the same where it is told to leave something
   out: how it samples a row depends on where the lines above began, and it rounds where a line crosses an edge. */
static int draw_changes(uint8_t *pixels, const uint8_t *ground, const Cells *cells, const Frame *frame,
                        const cairo_matrix_t *to, double line)
{
    Canvas canvas;
    Py_ssize_t i;
    if (!room_for((size_t)4 * cells->width * cells->height))
        return 0;
    canvas = canvas_on(scratch, cells->width, cells->height, to);
    copy_cells(scratch, ground, cells);
    for (i = 0; i < frame->count; i++)
        if (touches(cells, frame->outlines + i)) {
            const Mask *mask = known(frame->items + i, frame->outlines + i, to, line, cells);
            if (mask)
                blend_mask(scratch, cells, mask);
            else
                draw(canvas.cr, frame->items + i, line);
        }
    cairo_surface_flush(canvas.surface);
    copy_cells(pixels, scratch, cells);
    return taken_down(&canvas);
}

static int draw_all(uint8_t *pixels, int width, int height, const Frame *frame, const cairo_matrix_t *to, double line)
{
    Canvas canvas = canvas_on(pixels, width, height, to);
    Py_ssize_t i;
    for (i = 0; i < frame->count; i++)
        draw(canvas.cr, frame->items + i, line);
    return taken_down(&canvas);
}

static int read_frame(PyObject *items, Frame *frame, const cairo_matrix_t *to, double line, int width, int height)
{
    PyObject *sequence = PySequence_Fast(items, "expected a list of items");
    Py_ssize_t i, count = sequence ? PySequence_Fast_GET_SIZE(sequence) : 0;
    if (sequence) {
        frame->items = PyMem_Calloc((size_t)count + 1, sizeof(Item));
        frame->held = PyMem_Calloc((size_t)count + 1, sizeof(Held));
        if (!frame->items || !frame->held)
            PyErr_NoMemory();
    }
    for (i = 0; i < count && !PyErr_Occurred(); i++) {
        frame->count = i + 1;
        if (read_item(PySequence_Fast_GET_ITEM(sequence, i), frame->items + i, frame->held + i))
            frame->outlines[i] = outline_of(frame->items + i, to, line, width, height);
    }
    Py_XDECREF(sequence);
    return !PyErr_Occurred();
}

static void drop(Frame *frame)
{
    while (frame->held && frame->count)
        let_go(frame->held + --frame->count);
    PyMem_Free(frame->items);
    PyMem_Free(frame->held);
}

/* Draw on `ground`, on which the outlines `under` are; `before` are all outlines that `pixels` show. Without a ground
   they are drawn on what is there. */
static PyObject *paint(PyObject *self, PyObject *args)
{
    PyObject *pixels, *items, *ground, *made = NULL;
    const char *under, *before;
    Py_ssize_t under_size, before_size, count;
    int width, height, done = 0;
    double line;
    cairo_matrix_t to = {0, 0, 0, 0, 0, 0};
    Py_buffer view, below = {0};
    Frame frame = {0};
    (void)self;
    if (!PyArg_ParseTuple(args, "Oii(dddddd)dOOy#z#", &pixels, &width, &height, &to.xx, &to.yx, &to.xy, &to.yy, &to.x0,
                          &to.y0, &line, &items, &ground, &under, &under_size, &before, &before_size))
        return NULL;
    if (!buffer_of(pixels, &view, PyBUF_WRITABLE, (Py_ssize_t)4 * width * height))
        return NULL;
    if (ground != Py_None && !buffer_of(ground, &below, 0, (Py_ssize_t)4 * width * height)) {
        PyBuffer_Release(&view);
        return NULL;
    }
    if ((count = PySequence_Size(items)) >= 0)
        made = PyBytes_FromStringAndSize(NULL, under_size + count * (Py_ssize_t)sizeof(Outline));
    if (made) {
        memcpy(PyBytes_AS_STRING(made), under, (size_t)under_size);
        frame.outlines = (Outline *)(PyBytes_AS_STRING(made) + under_size);
        if (!read_frame(items, &frame, &to, line, width, height)) {
            done = 0;
        } else if (below.buf && before) {
            Cells cells = cells_of(NULL, width, height);
            if ((cells.marks = PyMem_Calloc((size_t)cells.columns * cells.bands, 1))) {
                mark_changes(&cells, (const Outline *)before, before_size / (Py_ssize_t)sizeof(Outline),
                             (const Outline *)PyBytes_AS_STRING(made),
                             PyBytes_GET_SIZE(made) / (Py_ssize_t)sizeof(Outline));
                done = draw_changes(view.buf, below.buf, &cells, &frame, &to, line);
                PyMem_Free(cells.marks);
            } else {
                PyErr_NoMemory();
            }
        } else {
            if (below.buf)
                memcpy(view.buf, below.buf, (size_t)4 * width * height);
            done = draw_all(view.buf, width, height, &frame, &to, line);
        }
    }
    if (!done)
        Py_CLEAR(made);
    drop(&frame);
    if (below.obj)
        PyBuffer_Release(&below);
    PyBuffer_Release(&view);
    return made;
}

/* Columns of what is told of an outline in an array: two colours each, of which as many count as is said. */
enum { FILL = 0, STROKE = 8, WIDTH = 16, FROM, TO = 19, CLOSENESS = 21, JOIN, CAP, FILLS, STROKES, LOOKS };

static Item array_item(const double *points, const int64_t *ends, const double *looks, int64_t which)
{
    Item item = {.points = points + 3 * (which ? ends[which - 1] : 0), .join = (int)looks[JOIN], .cap = (int)looks[CAP]};
    Py_ssize_t i;
    item.count = ends[which] - (which ? ends[which - 1] : 0);
    item.closeness = looks[CLOSENESS], item.width = looks[WIDTH];
    item.fill = looks + FILL, item.fills = (Py_ssize_t)looks[FILLS];
    item.stroke = looks + STROKE, item.strokes = (Py_ssize_t)looks[STROKES];
    memcpy(item.from, looks + FROM, sizeof item.from), memcpy(item.to, looks + TO, sizeof item.to);
    for (i = 0; i < 3 * item.count; i++)
        if (!isfinite(item.points[i]))
            item.count = 0;
    return item;
}

static int face_of(const Item *item, double pixels, Face *face)
{
    *face = (Face){.points = item->points, .count = item->count, .fill = item->fill, .fills = (int)item->fills,
                   .stroke = item->stroke, .strokes = (int)item->strokes, .width = item->width * pixels};
    memcpy(face->from, item->from, sizeof face->from), memcpy(face->to, item->to, sizeof face->to);
    return item->join == CAIRO_LINE_JOIN_MITER || item->width == 0;
}

static void draw_faces(cairo_t *cr, Paper *paper, const cairo_matrix_t *to, double line, const double *points,
                     const int64_t *ends, const double *looks, const int64_t *order, Py_ssize_t count, Outline *made)
{
    View view = {to->xx, to->yy, to->x0, to->y0};
    Pen pen = {.half = 0};
    int is_plain = to->xy == 0 && to->yx == 0 && to->xx > 0 && fabs(to->xx + to->yy) < 1e-6 * to->xx;
    Py_ssize_t i;
    for (i = 0; i < count; i++) {
        Item item = array_item(points, ends, looks + LOOKS * order[i], order[i]);
        Face face;
        made[i] = outline_of(&item, to, line, paper->width, paper->height);
        if (!is_plain || !face_of(&item, line * to->xx, &face) || !face_draw(paper, &view, &face, &pen)) {
            draw(cr, &item, line);
            cairo_surface_flush(cairo_get_target(cr));
        }
    }
}

static PyObject *faces(PyObject *self, PyObject *args)
{
    PyObject *pixels, *made = NULL, *arrays[4];
    int width, height, held = 0, i;
    double line;
    cairo_matrix_t to = {0, 0, 0, 0, 0, 0};
    Py_buffer view, read[4];
    (void)self;
    if (!PyArg_ParseTuple(args, "Oii(dddddd)dOOOO", &pixels, &width, &height, &to.xx, &to.yx, &to.xy, &to.yy, &to.x0,
                          &to.y0, &line, &arrays[0], &arrays[1], &arrays[2], &arrays[3]))
        return NULL;
    if (!buffer_of(pixels, &view, PyBUF_WRITABLE, (Py_ssize_t)4 * width * height))
        return NULL;
    for (i = 0; i < 4 && buffer_of(arrays[i], &read[i], 0, 0); i++)
        held++;
    if (held == 4) {
        const int64_t *ends = read[1].buf, *order = read[3].buf;
        Py_ssize_t all = read[1].len / 8, count = read[3].len / 8, k;
        int is_right = read[2].len == all * LOOKS * 8;
        for (k = 0; is_right && k < all; k++)
            is_right = ends[k] >= (k ? ends[k - 1] : 0) && 24 * ends[k] <= read[0].len;
        for (k = 0; is_right && k < count; k++)
            is_right = order[k] >= 0 && order[k] < all;
        if (!is_right)
            PyErr_SetString(PyExc_ValueError, "arrays of outlines that do not fit together");
        else if ((made = PyBytes_FromStringAndSize(NULL, count * (Py_ssize_t)sizeof(Outline)))) {
            cairo_surface_t *surface =
                cairo_image_surface_create_for_data(view.buf, CAIRO_FORMAT_ARGB32, width, height, 4 * width);
            cairo_t *cr = cairo_create(surface);
            Paper paper;
            cairo_set_matrix(cr, &to);
            if (paper_open(&paper, view.buf, width, height))
                draw_faces(cr, &paper, &to, line, read[0].buf, ends, read[2].buf, order, count,
                         (Outline *)PyBytes_AS_STRING(made));
            else
                PyErr_NoMemory();
            paper_close(&paper);
            if (cairo_status(cr) != CAIRO_STATUS_SUCCESS)
                PyErr_SetString(PyExc_RuntimeError, cairo_status_to_string(cairo_status(cr)));
            cairo_destroy(cr);
            cairo_surface_destroy(surface);
        }
    }
    while (held)
        PyBuffer_Release(&read[--held]);
    PyBuffer_Release(&view);
    if (PyErr_Occurred())
        Py_CLEAR(made);
    return made;
}

/* -- cells ------------------------------------------------------------------------------------------------------------ */

static int read_cells(PyObject *array, Py_buffer *view, int flags, int width, int height, Cells *cells)
{
    *cells = cells_of(NULL, width, height);
    if (!buffer_of(array, view, flags, (Py_ssize_t)cells->columns * cells->bands))
        return 0;
    cells->marks = view->buf;
    return 1;
}

static PyObject *changes(PyObject *self, PyObject *args)
{
    const char *before, *after;
    Py_ssize_t before_size, after_size;
    int width, height;
    PyObject *array;
    Py_buffer view;
    Cells cells;
    (void)self;
    if (!PyArg_ParseTuple(args, "y#y#iiO", &before, &before_size, &after, &after_size, &width, &height, &array) ||
        !read_cells(array, &view, PyBUF_WRITABLE, width, height, &cells))
        return NULL;
    mark_changes(&cells, (const Outline *)before, before_size / (Py_ssize_t)sizeof(Outline), (const Outline *)after,
                 after_size / (Py_ssize_t)sizeof(Outline));
    PyBuffer_Release(&view);
    Py_RETURN_NONE;
}

static PyObject *copy(PyObject *self, PyObject *args)
{
    PyObject *to, *from, *array;
    int width, height;
    Py_buffer there, here, view;
    Cells cells;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOiiO", &to, &from, &width, &height, &array))
        return NULL;
    if (!buffer_of(to, &there, PyBUF_WRITABLE, (Py_ssize_t)4 * width * height))
        return NULL;
    if (!buffer_of(from, &here, 0, (Py_ssize_t)4 * width * height)) {
        PyBuffer_Release(&there);
        return NULL;
    }
    if (read_cells(array, &view, 0, width, height, &cells)) {
        Py_BEGIN_ALLOW_THREADS;
        copy_cells(there.buf, here.buf, &cells);
        Py_END_ALLOW_THREADS;
        PyBuffer_Release(&view);
    }
    PyBuffer_Release(&here);
    PyBuffer_Release(&there);
    if (PyErr_Occurred())
        return NULL;
    Py_RETURN_NONE;
}

/* -- pictures for the encoder: ITU-R BT.709, 16 to 235, colours halved both ways (mean of four); little endian ---------- */

static inline int red(uint32_t pixel) { return (int)(pixel & 255); }
static inline int green(uint32_t pixel) { return (int)(pixel >> 8 & 255); }
static inline int blue(uint32_t pixel) { return (int)(pixel >> 16 & 255); }

WIDE static void light_row(const uint32_t *restrict p, uint8_t *restrict y, int count)
{
    int x;
    for (x = 0; x < count; x++)
        y[x] = (uint8_t)((11966 * red(p[x]) + 40254 * green(p[x]) + 4064 * blue(p[x]) + 1081344) >> 16);
}

WIDE static void colour_rows(const uint32_t *restrict p, const uint32_t *restrict q, uint8_t *restrict u,
                             uint8_t *restrict v, int count)
{
    int x;
    for (x = 0; x < count; x++) {
        uint32_t a = p[2 * x], b = p[2 * x + 1], c = q[2 * x], d = q[2 * x + 1];
        int r = red(a) + red(b) + red(c) + red(d);
        int g = green(a) + green(b) + green(c) + green(d);
        int e = blue(a) + blue(b) + blue(c) + blue(d);
        u[x] = (uint8_t)((-6596 * r - 22189 * g + 28784 * e + 33685504) >> 18);
        v[x] = (uint8_t)((28784 * r - 26145 * g - 2639 * e + 33685504) >> 18);
    }
}

/* Whether the new bytes are others; they take the place of the old ones. */
static int put(uint8_t *old, const uint8_t *new, int count)
{
    if (memcmp(old, new, (size_t)count) == 0)
        return 0;
    memcpy(old, new, (size_t)count);
    return 1;
}

/* Two rows of a frame, from `left` on, into their place in a picture (`made` is room for a row); whether that changes it. */
static int convert_rows(const uint8_t *pixels, uint8_t *picture, uint8_t *made, const Cells *cells, int row, int left,
                        int count)
{
    size_t width = (size_t)cells->width, luma = width * (size_t)cells->height;
    size_t first = (size_t)row * width + left, half = luma + (size_t)(row / 2) * (width / 2) + left / 2;
    const uint32_t *p = (const uint32_t *)pixels + first;
    int changed;
    light_row(p, made, count);
    changed = put(picture + first, made, count);
    light_row(p + width, made, count);
    changed |= put(picture + first + width, made, count);
    colour_rows(p, p + width, made, made + count / 2, count / 2);
    changed |= put(picture + half, made, count / 2);
    return put(picture + half + luma / 4, made + count / 2, count / 2) | changed;
}

static PyObject *convert(PyObject *self, PyObject *args)
{
    PyObject *pixels, *picture, *array;
    int width, height, row, left, right, changed = 0;
    uint8_t *made;
    Py_buffer from, to, view;
    Cells cells;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOiiO", &pixels, &picture, &width, &height, &array))
        return NULL;
    if (width % 2 || height % 2) {
        PyErr_SetString(PyExc_ValueError, "a frame has even sides");
        return NULL;
    }
    if (!buffer_of(pixels, &from, 0, (Py_ssize_t)4 * width * height))
        return NULL;
    if (!buffer_of(picture, &to, PyBUF_WRITABLE, (Py_ssize_t)width * height / 2 * 3)) {
        PyBuffer_Release(&from);
        return NULL;
    }
    made = PyMem_Malloc((size_t)width);
    if (!made)
        PyErr_NoMemory();
    else if (read_cells(array, &view, 0, width, height, &cells)) {
        Py_BEGIN_ALLOW_THREADS;
        for (row = 0; row < height; row += 2)
            for (right = 0; next_run(&cells, row / BAND, &left, &right);)
                changed |= convert_rows(from.buf, to.buf, made, &cells, row, left, right - left);
        Py_END_ALLOW_THREADS;
        PyBuffer_Release(&view);
    }
    PyMem_Free(made);
    PyBuffer_Release(&to);
    PyBuffer_Release(&from);
    if (PyErr_Occurred())
        return NULL;
    return PyBool_FromLong(changed);
}

static PyMethodDef methods[] = {
    {"paint", paint, METH_VARARGS, "Draw outlines; say what each is and where."},
    {"faces", faces, METH_VARARGS, "Draw outlines told in arrays; say what each is and where."},
    {"shown", shown, METH_O, "All mobjects of families that have points."},
    {"state", state, METH_O, "All that outlines are drawn by, as bytes."},
    {"changes", changes, METH_VARARGS, "Mark the cells where two frames may differ."},
    {"copy", copy, METH_VARARGS, "Copy the pixels of cells."},
    {"convert", convert, METH_VARARGS, "Turn the pixels of cells into yuv420p; whether it changed."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_paint", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__paint(void)
{
    PyObject *made = PyModule_Create(&module);
    use_masks = masks_are_exact();
    if (made && (PyModule_AddIntConstant(made, "BAND", BAND) < 0 || PyModule_AddIntConstant(made, "CELL", CELL) < 0 ||
                 PyModule_AddIntConstant(made, "MASKS", use_masks) < 0))
        Py_CLEAR(made);
    return made;
}
