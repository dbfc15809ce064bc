/* Outlines that are drawn again and again where they stand: which part of each pixel they cover is kept, and what lies
   below is blended with their colour as cairo does it. Only for outlines that hide what is below (no gradient, nothing
   translucent); `masks_are_exact` looks whether the cairo at hand blends so. */

#ifndef MASKS_H
#define MASKS_H

#include <cairo/cairo.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cells.h"

#define KEPT 8192                /* outlines, at most */
#define KEPT_BYTES (40 << 20)    /* of masks, at most: then all are let go */
#define SEEN_BEFORE 2            /* so often an outline is drawn by cairo before it gets a mask */
#define LAYERS 3                 /* the line behind, the inside, the line */

typedef struct {
    Outline of;
    int seen, layers;
    uint32_t colour[LAYERS];
    uint8_t *cover[LAYERS];
} Mask;

static Mask *masks = NULL;
static size_t mask_bytes = 0;

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

/* Two bytes of a pixel times a share of 255, as cairo rounds. */
static inline uint32_t part(uint32_t pixel, uint32_t share)
{
    uint32_t t = (pixel & 0xff00ff) * share + 0x7f007f;
    return ((t + (t >> 8 & 0xff00ff)) >> 8) & 0xff00ff;
}

WIDE static void blend(uint32_t *restrict pixels, const uint8_t *restrict cover, uint32_t colour, int count)
{
    int x;
    for (x = 0; x < count; x++) {
        uint32_t share = cover[x], rest = 255 - share, old = pixels[x];
        uint32_t low = part(colour, share) + part(old, rest);
        uint32_t high = part(colour >> 8, share) + part(old >> 8, rest);
        pixels[x] = low | high << 8;
    }
}

static void empty(Mask *mask)
{
    while (mask->layers) {
        free(mask->cover[--mask->layers]);
        mask_bytes -= (size_t)(mask->of.right - mask->of.left) * (size_t)(mask->of.bottom - mask->of.top);
    }
    mask->seen = 0;
}

/* The place of an outline; NULL where there is no room. */
static Mask *mask_of(const Outline *outline)
{
    Mask *mask;
    if (!masks && !(masks = calloc(KEPT, sizeof *masks)))
        return NULL;
    mask = masks + outline->sum % KEPT;
    if (!is_same(&mask->of, outline)) {
        empty(mask);
        mask->of = *outline;
    }
    return mask;
}

static void blend_mask(uint8_t *pixels, const Cells *cells, const Mask *mask)
{
    const Outline *of = &mask->of;
    int band, row, left, right, layer, width = of->right - of->left;
    for (band = of->top / BAND; band <= (of->bottom - 1) / BAND; band++)
        for (right = of->left / CELL * CELL; right < of->right && next_run(cells, band, &left, &right);) {
            int first = left > of->left ? left : of->left, end = right < of->right ? right : of->right;
            int top = band * BAND > of->top ? band * BAND : of->top;
            int bottom = (band + 1) * BAND < of->bottom ? (band + 1) * BAND : of->bottom;
            for (row = top; row < bottom && first < end; row++)
                for (layer = 0; layer < mask->layers; layer++)
                    blend((uint32_t *)pixels + (size_t)row * cells->width + first,
                          mask->cover[layer] + (size_t)(row - of->top) * width + (first - of->left),
                          mask->colour[layer], end - first);
        }
}

/* Whether cairo blends an opaque colour as `blend` does: a disc over noise, both ways. */
static int masks_are_exact(void)
{
    enum { SIDE = 64 };
    static uint32_t drawn[SIDE * SIDE], blended[SIDE * SIDE];
    static uint8_t cover[SIDE * SIDE];
    uint32_t noise = 1, colour = 0;
    int i, kind;
    for (i = 0; i < SIDE * SIDE; i++) {
        noise = noise * 1664525u + 1013904223u;
        drawn[i] = blended[i] = noise | 0xff000000u;
    }
    for (kind = 0; kind < 3; kind++) {
        uint8_t *data = (uint8_t *)(kind == 0 ? drawn : kind == 1 ? (uint32_t *)cover : &colour);
        int side = kind == 2 ? 1 : SIDE;
        cairo_surface_t *surface = cairo_image_surface_create_for_data(
            data, kind == 1 ? CAIRO_FORMAT_A8 : CAIRO_FORMAT_ARGB32, side, side, kind == 0 ? 4 * side : kind == 1 ? side : 4);
        cairo_t *cr = cairo_create(surface);
        cairo_set_source_rgba(cr, 0.3, 0.55, 0.9, 1);
        if (kind == 2)
            cairo_paint(cr);
        cairo_arc(cr, 31.3, 32.6, 25.2, 0, 6.283185307179586);
        cairo_fill(cr);
        cairo_destroy(cr);
        cairo_surface_destroy(surface);
    }
    blend(blended, cover, colour, SIDE * SIDE);
    return memcmp(drawn, blended, sizeof drawn) == 0;
}

#endif
