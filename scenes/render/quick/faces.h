/* Faces of surfaces: closed outlines of a few curves, filled and stroked, drawn without cairo. */

#ifndef FACES_H
#define FACES_H

#include "coverage.h"

typedef struct {
    const double *points; /* x, y and one number more for each */
    ptrdiff_t count;
    const double *fill, *stroke; /* red, green, blue, alpha of one colour or of two */
    int fills, strokes;
    double width;          /* of the stroke, pixels */
    double from[2], to[2]; /* where the first colour is and where the second */
} Face;

/* Pixels of a point x, y: across * x + left, down * y + top. */
typedef struct {
    double across, down, left, top;
} View;

/* 0 where a face is of another kind, and then nothing was drawn. */
int face_draw(Paper *paper, const View *view, const Face *face);

#endif
