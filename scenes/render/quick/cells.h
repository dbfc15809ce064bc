/* Where a frame changed. A frame is cut into cells of CELL columns by BAND rows, a byte for each, band by band. */

#ifndef CELLS_H
#define CELLS_H

#include <stdint.h>
#include <string.h>

#define BAND 16
#define CELL 32
#define AHEAD 64 /* how far two frames' outlines are searched for where they go on alike */

typedef struct {
    uint64_t sum;                     /* over all that an outline looks like */
    int32_t left, top, right, bottom; /* pixels, right and bottom not included */
} Outline;

typedef struct {
    uint8_t *marks;
    int width, height, columns, bands;
} Cells;

static Cells cells_of(uint8_t *marks, int width, int height)
{
    Cells cells = {marks, width, height, (width + CELL - 1) / CELL, (height + BAND - 1) / BAND};
    return cells;
}

static int is_somewhere(const Outline *outline)
{
    return outline->left < outline->right && outline->top < outline->bottom;
}

static void mark(Cells *cells, const Outline *outline)
{
    int band, first = outline->left / CELL, after = (outline->right + CELL - 1) / CELL;
    if (is_somewhere(outline))
        for (band = outline->top / BAND; band <= (outline->bottom - 1) / BAND; band++)
            memset(cells->marks + (size_t)band * cells->columns + first, 1, (size_t)(after - first));
}

/* Whether an outline reaches into a marked cell. */
static int touches(const Cells *cells, const Outline *outline)
{
    int band, first = outline->left / CELL, after = (outline->right + CELL - 1) / CELL;
    if (!is_somewhere(outline))
        return 0;
    for (band = outline->top / BAND; band <= (outline->bottom - 1) / BAND; band++)
        if (memchr(cells->marks + (size_t)band * cells->columns + first, 1, (size_t)(after - first)))
            return 1;
    return 0;
}

/* The next run of marked columns (in pixels) at or after *right in a band; 0 where there is none. */
static int next_run(const Cells *cells, int band, int *left, int *right)
{
    const uint8_t *marks = cells->marks + (size_t)band * cells->columns;
    int column = (*right + CELL - 1) / CELL;
    while (column < cells->columns && !marks[column])
        column++;
    if (column >= cells->columns)
        return 0;
    *left = column * CELL;
    while (column < cells->columns && marks[column])
        column++;
    *right = column * CELL < cells->width ? column * CELL : cells->width;
    return 1;
}

static void copy_cells(uint8_t *to, const uint8_t *from, const Cells *cells)
{
    int band, row, left, right;
    for (band = 0; band < cells->bands; band++)
        for (right = 0; next_run(cells, band, &left, &right);)
            for (row = band * BAND; row < (band + 1) * BAND && row < cells->height; row++) {
                size_t place = 4 * ((size_t)row * cells->width + left);
                memcpy(to + place, from + place, 4 * (size_t)(right - left));
            }
}

static int is_same(const Outline *a, const Outline *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* Mark where the frames of two lists of outlines may differ: those that both lists have in the same order cover the same
   as long as nothing else comes between, and all others are marked. */
static void mark_changes(Cells *cells, const Outline *was, Py_ssize_t old, const Outline *is, Py_ssize_t new)
{
    Py_ssize_t i = 0, j = 0, ahead;
    while (old && new && is_same(was + old - 1, is + new - 1))
        old--, new--;
    while (i < old && j < new) {
        if (is_same(was + i, is + j)) {
            i++, j++;
            continue;
        }
        for (ahead = 1; ahead <= AHEAD; ahead++) {
            if (i + ahead < old && is_same(was + i + ahead, is + j)) {
                while (ahead--)
                    mark(cells, was + i++);
                break;
            }
            if (j + ahead < new && is_same(was + i, is + j + ahead)) {
                while (ahead--)
                    mark(cells, is + j++);
                break;
            }
        }
        if (ahead > AHEAD) {
            mark(cells, was + i++);
            mark(cells, is + j++);
        }
    }
    while (i < old)
        mark(cells, was + i++);
    while (j < new)
        mark(cells, is + j++);
}

#endif
