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

#define MOST_CORNERS 64

/* A round pen of a few corners. Where a stroke bends cairo looks for those on the outer side by halves, and sometimes
   finds one that is not there; so does face_draw. */
typedef struct {
    double half, bend; /* of a width, pixels; the cosine of a turn from which on the pen is asked for */
    int count;
    Spot corners[MOST_CORNERS];
    Spot before[MOST_CORNERS], after[MOST_CORNERS]; /* the way from the corner before, and to the one after */
} Pen;

/* 0 where a face is of another kind, and then nothing was drawn. The pen is that of the face before; `half` is 0 where
   there was none. */
int face_draw(Paper *paper, const View *view, const Face *face, Pen *pen);

#endif
