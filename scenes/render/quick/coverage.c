#include "coverage.h"

#include <math.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

#define FINE 40 /* bits after a 256th of a pixel */
#define WHOLE ((int64_t)1 << FINE)
#define TRIFLE ((int64_t)1 << 14) /* more than what rounding loses, less than what lies between two places */

int paper_open(Paper *paper, uint32_t *pixels, int width, int height)
{
    int row;
    paper->pixels = pixels, paper->width = width, paper->height = height;
    paper->sums = calloc((size_t)width + 2, sizeof *paper->sums);
    paper->touched = calloc((size_t)width / 64 + 2, sizeof *paper->touched);
    paper->first = malloc(((size_t)height + 1) * sizeof *paper->first);
    paper->colours = malloc((size_t)width * sizeof *paper->colours);
    if (!paper->sums || !paper->touched || !paper->first || !paper->colours)
        return 0;
    for (row = 0; row <= height; row++)
        paper->first[row] = -1;
    return 1;
}

void paper_close(Paper *paper)
{
    free(paper->sums), free(paper->touched), free(paper->first), free(paper->colours);
}

/* -- edges ------------------------------------------------------------------------------------------------------- */

static inline int32_t line_of(int32_t y) { return (LINES * y + PARTS / 2) >> 8; }

static inline int32_t place(int64_t x) { return (int32_t)((x + WHOLE / 2) >> FINE); }

void polygon_begin(Polygon *polygon)
{
    polygon->count = 0, polygon->left = INT32_MAX, polygon->right = INT32_MIN;
}

static void reach(Polygon *polygon, int32_t x)
{
    if (x < polygon->left)
        polygon->left = x;
    if (x > polygon->right)
        polygon->right = x;
}

void polygon_add(Polygon *polygon, Spot from, Spot to)
{
    Edge *edge = &polygon->edges[polygon->count];
    const double unit = (double)WHOLE;
    double slope;
    if (from.y == to.y)
        return;
    reach(polygon, from.x), reach(polygon, to.x);
    edge->way = 1;
    if (to.y < from.y) {
        Spot other = from;
        from = to, to = other;
        edge->way = -1;
    }
    edge->top = line_of(from.y), edge->bottom = line_of(to.y);
    if (edge->top >= edge->bottom || polygon->count == MOST_EDGES - 1)
        return;
    edge->lines = 0;
    slope = (double)(to.x - from.x) / (to.y - from.y);
    edge->x = (int64_t)((from.x + ((2 * edge->top + 1) * (PARTS / 2.0 / LINES) - from.y) * slope) * unit) + TRIFLE;
    edge->step = (int64_t)rint(slope * ((double)PARTS / LINES) * unit);
    polygon->count++;
}

/* -- ink --------------------------------------------------------------------------------------------------------- */

#define TWO 0x00ff00ffu /* two channels with room between them */

/* Both channels times b of 255. Halves are rounded up where pixman blends, and down where cairo does by itself: an opaque
   colour. */
static inline uint32_t times(uint32_t two, uint32_t b, uint32_t half)
{
    uint32_t t = two * b + half * 0x10001;
    return (t + (t >> 8 & TWO)) >> 8 & TWO;
}

static inline uint32_t plus(uint32_t a, uint32_t b)
{
    uint32_t sum = a + b;
    return (sum | (0x1000100 - (sum >> 8 & 0x10001))) & TWO; /* no channel above 255 */
}

static inline uint32_t over(uint32_t colour, uint32_t cover, uint32_t below, uint32_t half)
{
    uint32_t even = times(colour & TWO, cover, half), odd = times(colour >> 8 & TWO, cover, half);
    uint32_t left = 255 - (odd >> 16);
    return plus(even, times(below & TWO, left, half)) | plus(odd, times(below >> 8 & TWO, left, half)) << 8;
}

static inline uint32_t colour_at(const Ink *ink, float t)
{
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return (uint32_t)(int)(ink->start[0] + ink->change[0] * t) | (uint32_t)(int)(ink->start[1] + ink->change[1] * t) << 8 |
           (uint32_t)(int)(ink->start[2] + ink->change[2] * t) << 16 | (uint32_t)(int)ink->start[3] << 24;
}

WIDE static void ramp(uint32_t *restrict to, const Ink *restrict ink, float t, float step, int count)
{
    const Ink one = *ink;
    int i;
    for (i = 0; i < count; i++)
        to[i] = colour_at(&one, t + step * (float)i);
}

WIDE static void blend(uint32_t *restrict to, const uint32_t *restrict colours, int count, uint32_t cover)
{
    int i;
    for (i = 0; i < count; i++)
        to[i] = over(colours[i], cover, to[i], 128);
}

static inline uint32_t alpha_of(int32_t sum) { return (uint32_t)(17 * sum + 256) >> 9; }

#ifdef __SSE2__
static inline __m128i times_wide(__m128i channels, __m128i b, __m128i half)
{
    __m128i t = _mm_add_epi16(_mm_mullo_epi16(channels, b), half);
    return _mm_srli_epi16(_mm_add_epi16(t, _mm_srli_epi16(t, 8)), 8);
}

static inline __m128i ramp_wide(const Ink *ink, double t) /* channels of a pixel, 32 bits each */
{
    __m128 at = _mm_min_ss(_mm_max_ss(_mm_set_ss((float)t), _mm_setzero_ps()), _mm_set_ss(1));
    at = _mm_shuffle_ps(at, at, 0);
    return _mm_cvttps_epi32(_mm_add_ps(_mm_loadu_ps(ink->start), _mm_mul_ps(_mm_loadu_ps(ink->change), at)));
}

/* Two pixels, each covered in its own way. */
static inline __m128i blend_wide(__m128i colour, __m128i below, uint32_t one, uint32_t other, __m128i half)
{
    __m128i cover = _mm_unpacklo_epi64(_mm_set1_epi16((short)one), _mm_set1_epi16((short)other)), left;
    colour = times_wide(colour, cover, half);
    left = _mm_shufflehi_epi16(_mm_shufflelo_epi16(colour, 0xff), 0xff);
    below = times_wide(below, _mm_sub_epi16(_mm_set1_epi16(255), left), half);
    return _mm_packus_epi16(_mm_adds_epi16(colour, below), below);
}

/* `sums` of pixels beside one another: what is covered of each more than of the one before it; the last sum. */
static int32_t put_edge(uint32_t *pixels, int32_t *sums, const Ink *ink, double t, int count, int32_t sum)
{
    const __m128i none = _mm_setzero_si128(), half = _mm_set1_epi16((short)ink->half);
    const __m128i flat = _mm_unpacklo_epi8(_mm_set1_epi32((int)ink->pixel), none);
    int i;
    for (i = 0; i < count; i += 2) {
        int is_pair = i + 1 < count;
        int32_t one = sum + sums[i], other = is_pair ? one + sums[i + 1] : 0;
        __m128i colour = flat, below;
        sums[i] = 0;
        if (is_pair)
            sums[i + 1] = 0;
        if (!ink->is_flat)
            colour = _mm_packs_epi32(ramp_wide(ink, t + i * ink->across), ramp_wide(ink, t + (i + 1) * ink->across));
        below = is_pair ? _mm_loadl_epi64((const __m128i *)(pixels + i)) : _mm_cvtsi32_si128((int)pixels[i]);
        below = blend_wide(colour, _mm_unpacklo_epi8(below, none), alpha_of(one), alpha_of(other), half);
        if (is_pair)
            _mm_storel_epi64((__m128i *)(pixels + i), below);
        else
            pixels[i] = (uint32_t)_mm_cvtsi128_si32(below);
        sum = is_pair ? other : one;
    }
    return sum;
}
#else
static int32_t put_edge(uint32_t *pixels, int32_t *sums, const Ink *ink, double t, int count, int32_t sum)
{
    int i;
    for (i = 0; i < count; i++) {
        sum += sums[i], sums[i] = 0;
        if (alpha_of(sum))
            pixels[i] = over(ink->is_flat ? ink->pixel : colour_at(ink, (float)(t + i * ink->across)), alpha_of(sum),
                             pixels[i], ink->half);
    }
    return sum;
}
#endif

/* Pixels beside one another that are covered alike. */
static void put_run(uint32_t *pixels, uint32_t *colours, const Ink *ink, double t, int count, int32_t sum)
{
    uint32_t cover = alpha_of(sum);
    int is_solid = cover == 255 && ink->is_opaque, i;
    if (cover == 0)
        return;
    if (ink->is_flat) {
        for (i = 0; i < count; i++)
            pixels[i] = is_solid ? ink->pixel : over(ink->pixel, cover, pixels[i], ink->half);
        return;
    }
    if (is_solid && count < 4) {
        for (i = 0; i < count; i++)
            pixels[i] = colour_at(ink, (float)(t + i * ink->across));
        return;
    }
    ramp(is_solid ? pixels : colours, ink, (float)t, (float)ink->across, count);
    if (!is_solid)
        blend(pixels, colours, count, cover);
}

/* What was reckoned for a row, from column to column, goes onto its pixels. */
static void put_row(Paper *paper, const Ink *ink, int row)
{
    const int from = paper->from, to = paper->to;
    uint32_t *pixels = paper->pixels + (size_t)row * paper->width;
    double t = ink->along + ink->down * (row + 0.5) + 0.5 * ink->across;
    int32_t sum = 0;
    int at = from, word;
    for (word = (from - 1) >> 6; word <= (to + 1) >> 6; word++) {
        uint64_t bits = paper->touched[word];
        paper->touched[word] = 0;
        while (bits) {
            int skipped = __builtin_ctzll(bits), column = word * 64 + skipped;
            uint64_t rest = ~(bits >> skipped);
            int count = rest ? __builtin_ctzll(rest) : 64, done = skipped + count;
            bits = done < 64 ? bits >> done << done : 0;
            if (column > at && sum)
                put_run(pixels + at, paper->colours, ink, t + at * ink->across, column - at, sum);
            at = column + count;
            for (; count && column < from; count--) /* a row reckoned as a whole may reach out of its polygon */
                sum += paper->sums[column], paper->sums[column++] = 0;
            for (; count && column + count > to; count--)
                paper->sums[column + count - 1] = 0;
            sum = put_edge(pixels + column, paper->sums + column, ink, t + column * ink->across, count, sum);
        }
    }
}

/* -- sums -------------------------------------------------------------------------------------------------------- */

/* From a pixel to the right `all` is covered, and of that pixel itself all but `left` (halves of parts, of all lines). */
static inline void add_only(Paper *paper, int pixel, int32_t all, int32_t left)
{
    paper->sums[pixel] += all - left;
    paper->sums[pixel + 1] += left;
}

/* Something was added from one pixel to another. */
static inline void touch(Paper *paper, int from, int to)
{
    int word = from >> 6;
    to++; /* what is left of the last one lies in the next */
    for (; word < to >> 6; word++, from = word << 6)
        paper->touched[word] |= ~(uint64_t)0 << (from & 63);
    paper->touched[word] |= ~(uint64_t)0 >> (63 - (to - from)) << (from & 63);
}

static inline void add(Paper *paper, int pixel, int32_t lines, int32_t left)
{
    add_only(paper, pixel, 2 * PARTS * lines, left);
    touch(paper, pixel, pixel);
}

/* As `add`, where a pixel may lie out of the polygon: then it is as good as the last one at that side. */
static inline void add_within(Paper *paper, int pixel, int32_t lines, int32_t left)
{
    pixel = pixel < paper->from - 1 ? paper->from - 1 : pixel > paper->to ? paper->to : pixel;
    add(paper, pixel, lines, left);
}

/* The lines of an edge that are still to be added, one by one. */
static void add_lines(Paper *paper, Edge *edge)
{
    int64_t x = edge->from;
    int count = edge->lines, first = place(x) >> 8, last, sign = edge->sign;
    edge->lines = 0;
    for (; count; count--, x += edge->step) {
        int32_t at = place(x);
        add_only(paper, at >> 8, sign * 2 * PARTS, sign * 2 * (at & (PARTS - 1)));
    }
    last = place(x - edge->step) >> 8;
    touch(paper, first < last ? first : last, first < last ? last : first);
}

/* So many more lines of an edge; those before go first where they count otherwise. */
static inline void wait_lines(Paper *paper, Edge *edge, int sign, int count)
{
    if (edge->lines && edge->sign != sign)
        add_lines(paper, edge);
    if (sign == 0)
        return;
    if (edge->lines == 0)
        edge->from = edge->x, edge->sign = sign;
    edge->lines += count;
}

/* Half a line back from where a line is looked at; cairo halves whole parts and the rest apart. */
static inline int64_t half_line(int64_t step)
{
    int64_t whole = step / WHOLE;
    return whole / 2 * WHOLE + (step - whole * WHOLE) / 2;
}

/* An edge on a whole row, from its upper end to its lower one. Each pixel that it crosses gets a whole number of lines. */
static void add_row(Paper *paper, const Edge *edge, int sign)
{
    int64_t from = edge->x - half_line(edge->step), to = from + LINES * edge->step, reach;
    int pixel = (int)(from >> (FINE + 8)), last = (int)(to >> (FINE + 8)), left = (int)(from >> FINE) & (PARTS - 1),
        right = (int)(to >> FINE) & (PARTS - 1), done;
    double lines;
    if (pixel == last) {
        add_within(paper, pixel, sign * LINES, sign * LINES * (left + right));
        return;
    }
    if (last < pixel) {
        int64_t other = from;
        int swapped = pixel;
        from = to, to = other, pixel = last, last = swapped;
        swapped = left, left = right, right = swapped;
    }
    lines = LINES / (double)(to - from);
    reach = ((int64_t)(pixel + 1) << (FINE + 8)) - from;
    done = (int)((double)(reach + 2 * TRIFLE) * lines);
    add_within(paper, pixel, sign * done, sign * done * (PARTS + left));
    while (++pixel < last) {
        int before = done;
        reach += PARTS * WHOLE;
        done = (int)((double)(reach + 2 * TRIFLE) * lines);
        add_within(paper, pixel, sign * (done - before), sign * (done - before) * PARTS);
    }
    add_within(paper, last, sign * (LINES - done), sign * (LINES - done) * right);
}

/* -- scanning ---------------------------------------------------------------------------------------------------- */

typedef struct {
    Edge *edges[MOST_EDGES]; /* from left to right */
    int count;
} Active;

static int is_ordered(const Active *active, int lines)
{
    int32_t before = INT32_MIN;
    int i;
    for (i = 0; i < active->count; i++) {
        int32_t at = place(active->edges[i]->x + lines * active->edges[i]->step);
        if (at < before)
            return 0;
        before = at;
    }
    return 1;
}

static void order(Active *active)
{
    int i, k;
    for (i = 1; i < active->count; i++) {
        Edge *edge = active->edges[i];
        int32_t at = place(edge->x);
        for (k = i; k > 0 && place(active->edges[k - 1]->x) > at; k--)
            active->edges[k] = active->edges[k - 1];
        active->edges[k] = edge;
    }
}

static void advance(Paper *paper, Active *active, int lines, int line, int is_end)
{
    int kept = 0, i;
    for (i = 0; i < active->count; i++) {
        Edge *edge = active->edges[i];
        edge->x += lines * edge->step;
        if (edge->lines && (is_end || edge->bottom <= line))
            add_lines(paper, edge);
        if (edge->bottom > line)
            active->edges[kept++] = edge;
    }
    active->count = kept;
}

/* Between the first edge and that at which all windings are undone something is covered; `lines` 0: a whole row, and then
   what touches what comes next at the first line is one with it. */
static void add_between(Paper *paper, const Active *active, int lines)
{
    int winding = 0, is_inside = 0, i;
    for (i = 0; i < active->count; i++) {
        Edge *edge = active->edges[i];
        int sign = 0;
        winding += edge->way;
        if (!is_inside)
            sign = 1, is_inside = 1;
        else if (winding == 0 &&
                 (lines || i + 1 == active->count || place(active->edges[i + 1]->x) != place(edge->x)))
            sign = -1, is_inside = 0;
        if (lines)
            wait_lines(paper, edge, sign, lines);
        else if (sign)
            add_row(paper, edge, sign);
    }
}

/* Edges that begin by this line join the others; the line where the next one begins. */
static int32_t take_in(Active *active, Polygon *polygon, int32_t *starting, int32_t line, int32_t next)
{
    while (*starting >= 0) {
        Edge *edge = &polygon->edges[*starting];
        if (edge->top <= line) {
            active->edges[active->count++] = edge;
            *starting = edge->next;
        } else {
            next = edge->top < next ? edge->top : next;
            starting = &edge->next;
        }
    }
    return next;
}

static int32_t first_end(const Active *active, int32_t next)
{
    int i;
    for (i = 0; i < active->count; i++)
        if (active->edges[i]->bottom < next)
            next = active->edges[i]->bottom;
    return next;
}

/* Whether all edges go through a whole row side by side. */
static int is_quiet(const Active *active, int32_t end)
{
    int32_t above = INT32_MIN, below = INT32_MIN;
    int i;
    for (i = 0; i < active->count; i++) {
        const Edge *edge = active->edges[i];
        int32_t upper = place(edge->x), lower = place(edge->x + LINES * edge->step);
        if (edge->bottom < end || upper < above || lower < below)
            return 0;
        above = upper, below = lower;
    }
    return 1;
}

static void scan_row(Paper *paper, Active *active, Polygon *polygon, int32_t starting, int row)
{
    int32_t line = row * LINES, end = line + LINES, next;
    if (starting < 0 && is_quiet(active, end)) {
        add_between(paper, active, 0);
        advance(paper, active, LINES, end, 0);
        return;
    }
    for (; line < end; line = next) {
        next = first_end(active, take_in(active, polygon, &starting, line, end));
        order(active);
        if (next - line == LINES && is_ordered(active, LINES)) {
            add_between(paper, active, 0);
        } else {
            if (!is_ordered(active, next - line - 1))
                next = line + 1;
            add_between(paper, active, next - line);
        }
        advance(paper, active, next - line, next, next == end);
    }
}

void paper_fill(Paper *paper, Polygon *polygon, const Ink *ink)
{
    int32_t bottom = INT32_MIN;
    int row = paper->height, i;
    Active active;
    if (polygon->count == 0)
        return;
    paper->from = polygon->left >> 8, paper->to = (polygon->right + PARTS - 1) >> 8;
    active.count = 0;
    for (i = 0; i < polygon->count; i++) {
        Edge *edge = &polygon->edges[i];
        int first = edge->top / LINES;
        if (edge->bottom > bottom)
            bottom = edge->bottom;
        if (first < row)
            row = first;
        edge->next = paper->first[first];
        paper->first[first] = i;
    }
    for (; row * LINES < bottom; row++) {
        int32_t starting = paper->first[row];
        paper->first[row] = -1;
        scan_row(paper, &active, polygon, starting, row);
        put_row(paper, ink, row);
    }
}
