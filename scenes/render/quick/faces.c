#include "faces.h"

#include <math.h>
#include <string.h>

#define MOST_POINTS 64    /* of a face */
#define MOST_SPOTS 256    /* of one side of a stroke */
#define TOLERANCE 0.1     /* pixels: how far from a curve its chords may lie; cairo's own */
#define MITER_LIMIT 10.0  /* line widths: cairo's own */

/* -- curves to chords -------------------------------------------------------------------------------------------- */

typedef struct {
    Spot spot;   /* where a chord begins or ends */
    Spot ahead;  /* where the curve goes from there; at its end, where it came to */
    int is_turn; /* whether another curve begins here */
} Knot;

typedef struct {
    Knot knots[MOST_SPOTS];
    int count;
} Chain;

static Spot minus(Spot a, Spot b) { return (Spot){a.x - b.x, a.y - b.y}; }

static int same(Spot a, Spot b) { return a.x == b.x && a.y == b.y; }

static Spot half_way(Spot a, Spot b) { return (Spot){a.x + ((b.x - a.x) >> 1), a.y + ((b.y - a.y) >> 1)}; }

static int64_t cross(Spot a, Spot b) { return (int64_t)a.x * b.y - (int64_t)a.y * b.x; }

static double apart(Spot point, Spot along) /* squared, from the chord that begins at 0 */
{
    double x = point.x, y = point.y, dx = along.x, dy = along.y;
    double whole = dx * dx + dy * dy, part = x * dx + y * dy;
    if (part >= whole)
        x -= dx, y -= dy;
    else if (part > 0)
        x -= part / whole * dx, y -= part / whole * dy;
    return x * x + y * y;
}

static int add_knot(Chain *chain, Spot spot, Spot ahead, int is_turn)
{
    if (chain->count == MOST_SPOTS)
        return 0;
    chain->knots[chain->count++] = (Knot){spot, ahead, is_turn};
    return 1;
}

/* The inner chords' beginnings; 0 where there are too many, or one that leads nowhere. */
static int add_chords(Chain *chain, Spot a, Spot b, Spot c, Spot d, int depth)
{
    const double least = TOLERANCE * TOLERANCE * PARTS * PARTS;
    Spot ab, bc, cd, abc, bcd, middle;
    if (apart(minus(b, a), minus(d, a)) < least && apart(minus(c, a), minus(d, a)) < least) {
        Knot *last = &chain->knots[chain->count - 1];
        if (same(last->spot, a))
            return 1;
        return !same(a, b) && add_knot(chain, a, minus(b, a), 0);
    }
    if (depth == 0)
        return 0;
    ab = half_way(a, b), bc = half_way(b, c), cd = half_way(c, d);
    abc = half_way(ab, bc), bcd = half_way(bc, cd), middle = half_way(abc, bcd);
    return add_chords(chain, a, ab, abc, middle, depth - 1) && add_chords(chain, middle, bcd, cd, d, depth - 1);
}

static int add_curve(Chain *chain, Spot a, Spot b, Spot c, Spot d)
{
    Spot begin = same(a, b) ? same(a, c) ? minus(d, a) : minus(c, a) : minus(b, a);
    Spot end = same(c, d) ? same(b, d) ? minus(d, a) : minus(d, b) : minus(d, c);
    if (same(a, b) && same(a, c) && same(a, d))
        return 1;
    if (!add_knot(chain, a, begin, 1))
        return 0;
    if ((cross(minus(d, a), begin) || cross(minus(d, a), end)) && !add_chords(chain, a, b, c, d, 10))
        return 0;
    return add_knot(chain, d, end, 0);
}

/* A closed path of curves that go on where the one before ended. */
static int read_chain(Chain *chain, const View *view, const Face *face, const Paper *paper)
{
    Spot spots[MOST_POINTS];
    double margin = face->width * 6 + 2;
    ptrdiff_t i;
    chain->count = 0;
    if (face->count < 8 || face->count > MOST_POINTS || face->count % 4)
        return 0;
    for (i = 0; i < face->count; i++) {
        double x = view->across * face->points[3 * i] + view->left, y = view->down * face->points[3 * i + 1] + view->top;
        if (!(x > margin && y > margin && x < paper->width - margin && y < paper->height - margin))
            return 0;
        spots[i] = (Spot){(int32_t)lrint(x * PARTS), (int32_t)lrint(y * PARTS)};
    }
    for (i = 0; i < face->count; i += 4)
        if (!same(spots[(i + 3) % face->count], spots[(i + 4) % face->count]) ||
            !add_curve(chain, spots[i], spots[i + 1], spots[i + 2], spots[i + 3]))
            return 0;
    return chain->count > 1;
}

/* -- strokes ----------------------------------------------------------------------------------------------------- */

typedef struct {
    Spot spots[MOST_SPOTS];
    int count;
} Side;

typedef struct {
    double x, y; /* a unit along */
    Spot out;    /* half a width across */
} Slope;

static Slope slope_of(Spot ahead, double half)
{
    double length = sqrt((double)ahead.x * ahead.x + (double)ahead.y * ahead.y);
    Slope slope = {ahead.x / length, ahead.y / length, {0, 0}};
    slope.out = (Spot){(int32_t)lrint(-slope.y * half * PARTS), (int32_t)lrint(slope.x * half * PARTS)};
    return slope;
}

static void put(Side *side, Spot at, Spot out, int way)
{
    side->spots[side->count] = (Spot){at.x + way * out.x, at.y + way * out.y};
    side->count += side->count < MOST_SPOTS - 1;
}

static int sign_of(double x) { return (x > 0) - (x < 0); }

/* Where both outer sides meet at a corner, as long as that is not too far and lies between them. */
static int tip(Spot at, Slope in, Slope out, int way, Spot *found)
{
    double x1 = way * in.out.x, y1 = way * in.out.y, x2 = way * out.out.x, y2 = way * out.out.y; /* from the corner */
    double turn = in.x * out.y - out.x * in.y, along = ((x2 - x1) * out.y - (y2 - y1) * out.x) / turn;
    double x = x1 + along * in.x, y = y1 + along * in.y;
    if (2 > MITER_LIMIT * MITER_LIMIT * (1 + in.x * out.x + in.y * out.y) ||
        sign_of(x1 * y - x * y1) == sign_of(x2 * y - x * y2) || !isfinite(x) || !isfinite(y))
        return 0;
    *found = (Spot){at.x + (int32_t)rint(x), at.y + (int32_t)rint(y)};
    return 1;
}

static int pen_take(Pen *pen, double half, double scale)
{
    double part = 1 - TOLERANCE * scale / half; /* cairo takes this width not in pixels */
    int i;
    if (pen->half == half)
        return 1;
    pen->half = 0;
    pen->bend = 2 * part * part - 1;
    if (TOLERANCE >= 4 * half)
        return 0;
    pen->count = TOLERANCE >= half ? 4 : (int)ceil(2 * M_PI / acos(1 - TOLERANCE / half));
    pen->count += pen->count % 2;
    pen->count = pen->count < 4 ? 4 : pen->count;
    if (pen->count > MOST_CORNERS)
        return 0;
    for (i = 0; i < pen->count; i++) {
        double angle = 2 * M_PI * i / pen->count;
        pen->corners[i] = (Spot){(int32_t)rint(half * cos(angle) * PARTS), (int32_t)rint(half * sin(angle) * PARTS)};
    }
    for (i = 0; i < pen->count; i++) {
        pen->before[i] = minus(pen->corners[i], pen->corners[(i + pen->count - 1) % pen->count]);
        pen->after[i] = minus(pen->corners[(i + 1) % pen->count], pen->corners[i]);
    }
    pen->half = half;
    return 1;
}

/* Whether a turns less far than b: -1, as far: 0, farther: 1; of two that are opposite the one to the right first. */
static int compare(Spot a, Spot b)
{
    int64_t turn = cross(b, a);
    if (turn)
        return turn > 0 ? 1 : -1;
    if ((a.x ^ b.x) < 0 || (a.y ^ b.y) < 0)
        return a.x > 0 || (a.x == 0 && a.y > 0) ? -1 : 1;
    return 0;
}

static int is_behind(const Pen *pen, int corner, Spot way, int turn)
{
    return turn > 0 ? compare(pen->before[corner], way) < 0 : compare(way, pen->after[corner]) < 0;
}

static int is_past(const Pen *pen, int corner, Spot way, int turn)
{
    return turn > 0 ? compare(pen->before[corner], way) > 0 : compare(way, pen->after[corner]) > 0;
}

static void put_corners(Side *side, const Pen *pen, Spot at, Spot in, Spot out, int turn)
{
    int low = 0, high = pen->count, first, last;
    while (high - low > 1) {
        int middle = (low + high) / 2;
        if (is_behind(pen, middle, in, turn))
            low = middle;
        else
            high = middle;
    }
    first = last = is_behind(pen, low, in, turn) ? (low + 1) % pen->count : low;
    if (turn > 0 ? compare(out, pen->after[first]) >= 0 : compare(pen->before[first], out) <= 0) {
        low = first, high = first + pen->count;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (is_past(pen, middle % pen->count, out, turn))
                high = middle;
            else
                low = middle;
        }
        last = low % pen->count;
    }
    for (; first != last; first = (first + pen->count + turn) % pen->count)
        put(side, at, pen->corners[first], 1);
}

static void join(Side sides[2], Spot at, Slope in, Slope out, Spot before, Spot ahead)
{
    int outer = cross(before, ahead) > 0 ? 1 : 0; /* the side that the path turns away from */
    int ways[2] = {1, -1};
    Spot corner;
    if (!same(in.out, out.out)) {
        if (tip(at, in, out, ways[outer], &corner))
            sides[outer].spots[sides[outer].count - 1] = corner;
        else
            put(&sides[outer], at, out.out, ways[outer]);
    }
    put(&sides[!outer], at, out.out, 0);
    put(&sides[!outer], at, out.out, ways[!outer]);
}

/* Both sides of the path's stroke, closed; 0 where they are too long. */
static int stroke_sides(const Chain *chain, const Pen *pen, Side sides[2])
{
    Slope first = slope_of(chain->knots[0].ahead, pen->half), slope = first, last;
    int i, way;
    sides[0].count = sides[1].count = 0;
    for (way = 0; way < 2; way++)
        put(&sides[way], chain->knots[0].spot, first.out, way ? -1 : 1);
    for (i = 1; i < chain->count; i++) {
        const Knot *knot = &chain->knots[i];
        last = slope, slope = slope_of(knot->ahead, pen->half);
        if (knot->is_turn) {
            if (cross(chain->knots[i - 1].ahead, knot->ahead) || !same(last.out, slope.out))
                join(sides, knot->spot, last, slope, chain->knots[i - 1].ahead, knot->ahead);
            continue;
        }
        if (last.x * slope.x + last.y * slope.y < pen->bend) {
            Spot before = chain->knots[i - 1].ahead;
            int turn = cross(before, knot->ahead) > 0 ? 1 : -1;
            for (way = 0; way < 2; way++)
                put(&sides[way], knot->spot, last.out, way ? -1 : 1);
            put_corners(&sides[turn > 0], pen, chain->knots[i - 1].spot, before, knot->ahead, turn);
        }
        for (way = 0; way < 2; way++)
            put(&sides[way], knot->spot, slope.out, way ? -1 : 1);
    }
    join(sides, chain->knots[0].spot, slope, first, chain->knots[chain->count - 1].ahead, chain->knots[0].ahead);
    for (way = 0; way < 2; way++)
        sides[way].spots[0] = sides[way].spots[sides[way].count - 1];
    return sides[0].count < MOST_SPOTS - 1 && sides[1].count < MOST_SPOTS - 1;
}

/* -- colours ----------------------------------------------------------------------------------------------------- */

static double limited(double part)
{
    part = part < 0 ? 0 : part > 1 ? 1 : part;
    return floor(part * 65535 + 0.5);
}

static int ink_of(Ink *ink, const View *view, const Face *face, const double *colours, int count)
{
    double fx = view->across * face->from[0] + view->left, fy = view->down * face->from[1] + view->top;
    double dx = view->across * (face->to[0] - face->from[0]), dy = view->down * (face->to[1] - face->from[1]);
    double length = dx * dx + dy * dy, alpha = limited(colours[3]) / 65535;
    int i;
    *ink = (Ink){.is_flat = 1, .is_opaque = alpha == 1, .half = alpha == 1 ? 127 : 128};
    if (count == 2 && limited(colours[7]) != limited(colours[3]))
        return 0;
    for (i = 0; i < 4; i++) {
        double one = limited(colours[i]), other = count == 2 ? limited(colours[4 + i]) : one, scale = i < 3 ? alpha : 1;
        ink->is_flat &= one == other;
        ink->start[i] = (float)(one * scale / 257 + 0.5), ink->change[i] = (float)((other - one) * scale / 257);
        ink->pixel |= (uint32_t)(one * scale + (scale < 1 ? 0.5 : 0)) >> 8 << 8 * i;
    }
    if (ink->is_flat)
        return 1;
    ink->half = 128;
    if (!(length > 1e-6))
        return 0;
    ink->across = dx / length, ink->down = dy / length;
    ink->along = -(fx * ink->across + fy * ink->down);
    return 1;
}

/* -- a face ------------------------------------------------------------------------------------------------------ */

static int is_seen(const double *colours, int count) { return count > 1 || (count == 1 && colours[3] > 0); }

static void add_ring(Polygon *polygon, const Spot *spots, int count, int is_back)
{
    int i;
    for (i = 1; i < count; i++)
        polygon_add(polygon, spots[is_back ? i : i - 1], spots[is_back ? i - 1 : i]);
}

int face_draw(Paper *paper, const View *view, const Face *face, Pen *pen)
{
    int fills = is_seen(face->fill, face->fills), i;
    int strokes = face->width > 0 && is_seen(face->stroke, face->strokes);
    Ink ink[2];
    Chain chain;
    Side sides[2];
    Polygon polygon;
    if (!read_chain(&chain, view, face, paper) ||
        (fills && !ink_of(&ink[0], view, face, face->fill, face->fills)) ||
        (strokes && !(ink_of(&ink[1], view, face, face->stroke, face->strokes) &&
                      pen_take(pen, face->width / 2, view->across) && stroke_sides(&chain, pen, sides))))
        return 0;
    if (fills) {
        polygon_begin(&polygon);
        for (i = 0; i < chain.count; i++)
            polygon_add(&polygon, chain.knots[i].spot, chain.knots[(i + 1) % chain.count].spot);
        paper_fill(paper, &polygon, &ink[0]);
    }
    if (strokes) {
        polygon_begin(&polygon);
        for (i = 0; i < 2; i++)
            add_ring(&polygon, sides[i].spots, sides[i].count, i);
        paper_fill(paper, &polygon, &ink[1]);
    }
    return 1;
}
