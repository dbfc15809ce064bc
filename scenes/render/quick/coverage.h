/* How much of each pixel a polygon covers, as cairo reckons it, and ink on those pixels.

   A pixel row has LINES lines and a pixel PARTS columns; on the middle of a line what lies between edges is counted, and
   where no edge begins, ends or meets another within a row, the row is reckoned as a whole. These are the rules of
   cairo's scan converter, so coverage comes out the same. */

#ifndef COVERAGE_H
#define COVERAGE_H

#include <stddef.h>
#include <stdint.h>

#define LINES 15
#define PARTS 256
#define MOST_EDGES 512

typedef struct {
    int32_t x, y; /* 256ths of a pixel */
} Spot;

typedef struct {
    int64_t x, step; /* on the middle of the next line and from line to line: 256ths of a pixel, times 2^40 */
    int32_t top, bottom; /* lines */
    int32_t way, next;
    int64_t from; /* its place on the first of the lines that are still to be added */
    int32_t lines, sign;
} Edge;

typedef struct {
    Edge edges[MOST_EDGES];
    int count;
    int32_t left, right; /* between which all of its corners lie, 256ths of a pixel */
} Polygon;

/* One colour, or two and where from and to: a colour at x, y is start + (along + across * x + down * y) * change. */
typedef struct {
    int is_flat, is_opaque;
    uint32_t half; /* how blending rounds: pixman 128, cairo by itself 127 */
    uint32_t pixel;            /* the one colour */
    float start[4], change[4]; /* red, green, blue, times alpha, and alpha, 0 to 255; and a half for rounding */
    double along, across, down;
} Ink;

typedef struct {
    uint32_t *pixels;
    int width, height;
    int from, to;      /* columns between which the polygon lies that is being filled */
    int32_t *sums;     /* one for each column, and one more: where coverage changes */
    uint64_t *touched; /* a bit for each of them */
    int32_t *first;    /* for each row the first edge that begins in it, or -1 */
    uint32_t *colours; /* one for each column */
} Paper;

int paper_open(Paper *paper, uint32_t *pixels, int width, int height);
void paper_close(Paper *paper);
void polygon_begin(Polygon *polygon);
void polygon_add(Polygon *polygon, Spot from, Spot to);

/* The polygon must lie within the paper. What winds around a pixel in either way counts. */
void paper_fill(Paper *paper, Polygon *polygon, const Ink *ink);

#endif
